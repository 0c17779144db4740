import type { ServiceContext } from "@/lib/services/context";

export type NamedRule = { id: string; kind: "budget" | "rate_limit"; name: string; per: string[] };

const AT_ONCE = 100;

/** The workspace's rules of these ids; ids that are none, such as a key's own limit, are left out. */
export async function readRules(ctx: ServiceContext, ids: readonly string[]): Promise<ReadonlyMap<string, NamedRule>> {
  const asked = [...new Set(ids)];
  const found = new Map<string, NamedRule>();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const some = asked.slice(at, at + AT_ONCE);
    const [budgets, limits] = await Promise.all([readKind(ctx, "budgets", some), readKind(ctx, "rate_limits", some)]);
    for (const row of budgets) found.set(row.id, { ...row, kind: "budget" });
    for (const row of limits) found.set(row.id, { ...row, kind: "rate_limit" });
  }
  return found;
}

async function readKind(ctx: ServiceContext, table: "budgets" | "rate_limits", ids: string[]) {
  const { data } = await ctx.db
    .from(table)
    .select("id, name, per")
    .eq("workspace_id", ctx.workspaceId)
    .in("id", ids)
    .throwOnError();
  return data;
}
