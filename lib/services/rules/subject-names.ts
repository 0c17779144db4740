import { z } from "zod";
import type { ServiceContext } from "@/lib/services/context";
import { type RuleSubject, SUBJECT_COLUMNS, SUBJECT_DIMENSIONS, type SubjectColumn } from "./schema";

type Unnamed = Pick<RuleSubject, "dimension" | "value">;
type Names = ReadonlyMap<string, string>;

const NamedRows = z.array(z.object({ dimension: z.string(), value: z.string(), name: z.string() }));
/** Dimensions whose values are what people call them already. */
const PLAIN: ReadonlySet<string> = new Set(["end_user", "tag", "model"]);

/** The subjects that a rule names, in the order of the columns. */
export function subjectsOfRule(rule: Readonly<Partial<Record<SubjectColumn, string | null>>>): Unnamed[] {
  return SUBJECT_COLUMNS.flatMap((column) => {
    const value = rule[column];
    return value === null || value === undefined ? [] : [{ dimension: SUBJECT_DIMENSIONS[column], value }];
  });
}

/** What one counter of a rule with `per` counts, from the ledger's encoded text; empty values are calls without one. */
export function subjectsOfCounter(per: readonly string[], subject: string): Unnamed[] {
  if (per.length === 0) return [];
  const values = subject.split(",");
  return per.map((dimension, index) => ({
    dimension: dimension.replace(/_(?:id|pattern)$/, ""),
    value: decoded(values[index] ?? ""),
  }));
}

/** Names of all these subjects in one question. */
export async function readSubjectNames(ctx: ServiceContext, subjects: readonly Unnamed[]): Promise<Names> {
  const asked = [...new Map(subjects.filter(isAsked).map((one) => [keyOf(one), one])).values()];
  if (asked.length === 0) return new Map();
  const { data } = await ctx.db
    .rpc("rule_subject_names", { p_workspace: ctx.workspaceId, p_subjects: asked })
    .throwOnError();
  return new Map(NamedRows.parse(data).map((row) => [keyOf(row), row.name]));
}

export function withNames(subjects: readonly Unnamed[], names: Names): RuleSubject[] {
  return subjects.map(({ dimension, value }) => ({
    dimension,
    value,
    name: PLAIN.has(dimension) && value !== "" ? value : (names.get(keyOf({ dimension, value })) ?? null),
  }));
}

function isAsked({ dimension, value }: Unnamed): boolean {
  return value !== "" && !PLAIN.has(dimension);
}

function keyOf({ dimension, value }: Unnamed): string {
  return `${dimension}:${value}`;
}

/** The ledger's own encoding; text that is none, such as the one for all beyond its cap, is shown as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return text;
    throw cause;
  }
}
