import { ids } from "./principals";

/** One row of a table in the workspace `Here`, how another may be added, and what of it may be changed. */
export type TableRow = {
  /** SQL of the column list and values of the row that the cells read, change and delete. */
  row: string;
  /** Of the row that the insert cell adds. Tables that nobody may insert into repeat `row`: the refusal comes first. */
  added?: string;
  /** Condition that finds `row`: `column = 'value'`, joined by `and`. */
  where: string;
  /** What the update cell sets: `column = expression`, one. */
  change?: string;
  /** The row is there already, made by another table's trigger or by the seed of people. */
  isGiven?: true;
};

export const ws = ids.workspace;
export const id = (n: number) => `'aaaaaaaa-0000-4000-8000-0000000001${String(n).padStart(2, "0")}'`;
export const byId = (n: number) => `id = ${id(n)}`;
export const inWs = (columns: string, values: string) => `(workspace_id, ${columns}) values ('${ws}', ${values})`;
export const named = (n: number, more = "", values = "") => ({
  row: inWs(`id, name${more}`, `${id(n)}, 'row'${values}`),
  added: inWs(`name${more}`, `'added'${values}`),
  where: byId(n),
  change: "name = 'changed'",
});
export const usage = (columns: string, values: string) => ({
  row: inWs(columns, values),
  where: `workspace_id = '${ws}'`,
});
export const hash = (n: number) => `'${String(n).repeat(64)}'`;
