import type { ServiceContext } from "@/lib/services/context";

/** A part of the workspace's configuration that gateways keep in memory. */
export type ConfigPart = "workspace" | `key:${string}` | `end_user:${string}`;

/**
 * Tells the ledger the versions that Postgres has just committed, so that the next admission on every process sees the
 * change. Postgres decides: if the ledger does not answer, the change stands and the reconciler repeats it within two
 * seconds; a ledger that does not answer admits nothing meanwhile.
 */
export async function publishVersions(ctx: ServiceContext, parts: readonly ConfigPart[]): Promise<void> {
  try {
    const { data } = await ctx.db
      .from("config_versions")
      .select("part, n")
      .eq("workspace_id", ctx.workspaceId)
      .in("part", [...parts])
      .throwOnError();
    await ctx.ledger.bump(Object.fromEntries(data.map((row) => [`${ctx.workspaceId}/${row.part}`, row.n])));
  } catch (error) {
    ctx.report(error, { event: "versions_not_published", workspace_id: ctx.workspaceId, parts });
  }
}
