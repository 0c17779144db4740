import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { PRINCIPALS, type Principal } from "./principals";

/** What a cell of the matrix may say: select, insert, update, delete, truncate, and reading every secret column. */
export const OPERATIONS = { s: "select", i: "insert", u: "update", d: "delete", t: "truncate", x: "secrets" } as const;

const Letters = z.string().regex(/^(?=.)s?i?u?d?t?x?$/, "letters of siudtx in this order");

/**
 * Of one table: what each principal may do with the row of the workspace `Here` (one that is not named: nothing), and
 * which columns members may not read (`secret`), give on insert (`given`) or change (`fixed`), where they may others.
 */
const TableRights = z.strictObject({
  may: z.partialRecord(z.enum(PRINCIPALS), Letters),
  secret: z.array(z.string()).default([]),
  given: z.array(z.string()).default([]),
  fixed: z.array(z.string()).default([]),
});
export type TableRights = z.infer<typeof TableRights>;

const Matrix = z.strictObject({
  tables: z.record(z.string(), TableRights),
  /** Who besides the owner may call which function of the schemas public and private. */
  functions: z.record(z.string(), z.array(z.enum(["anon", "authenticated", "gateway", "service_role"]))),
});
export type Matrix = z.infer<typeof Matrix>;

/** The declaration against which every cell is measured. */
export const matrix: Matrix = Matrix.parse(
  JSON.parse(readFileSync(resolve("supabase/tests/permission-matrix.json"), "utf8")),
);

export const isDeclared = (rights: TableRights, principal: Principal, letter: string) =>
  (rights.may[principal] ?? "").includes(letter);
