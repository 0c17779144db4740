import { z } from "zod";
import { type CompiledRule, compileBudgets, compileRateLimit } from "@/lib/gateway/rules/compile-rule";
import { type CompiledKey, compileKey, compileWorkspace } from "@/lib/gateway/snapshot/compile-snapshot";
import { EndUserFacts, KeySnapshot, type SnapshotProvider } from "@/lib/gateway/snapshot/snapshot-schema";
import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";

const Provider = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  dialect: z.string(),
  is_active: z.boolean(),
});

/** What `member_key_snapshot` answers: the gateway's own snapshot without what a member must not read. */
const MemberSnapshot = z.object({
  workspace: KeySnapshot.shape.workspace.extend({ providers: z.array(Provider) }),
  key: KeySnapshot.shape.key,
  end_users: EndUserFacts.pick({ rate_limits: true, budgets: true }),
});
type MemberSnapshot = z.infer<typeof MemberSnapshot>;

/** Stand for what is not told: nothing here dials a provider. */
const UNTOLD = {
  base_url: "",
  auth_method: "HEADER",
  auth_config: {},
  timeout_ms: 0,
  max_retries: 0,
  retry_delay_ms: 0,
  custom_headers: {},
  forward_headers: [],
  strip_headers: [],
} satisfies Omit<SnapshotProvider, keyof z.infer<typeof Provider>>;

export type RuleRow = MemberSnapshot["key"]["rate_limits"][number] | MemberSnapshot["key"]["budgets"][number];

export type KeyRules = {
  compiled: CompiledKey;
  rules: readonly CompiledRule[];
  /** The rows behind the rules that have one. */
  rows: ReadonlyMap<string, RuleRow>;
};

/** All that the gateway judges the key by, compiled by the gateway's own code. Throws `not_found`. */
export async function loadKeyRules(ctx: ServiceContext, id: string): Promise<KeyRules> {
  const { data } = await ctx.db.rpc("member_key_snapshot", { p_key: id }).throwOnError();
  const found = data === null ? null : MemberSnapshot.parse(data);
  if (found === null || found.key.workspace_id !== ctx.workspaceId) {
    throw new AppError("not_found", "There is no such key in this workspace.");
  }
  const { workspace, key, end_users: endUsers } = found;
  const versions = { global: 0, workspace: 0, key: 0 };
  const full = { ...workspace, providers: workspace.providers.map((provider) => ({ ...UNTOLD, ...provider })) };
  const slot = { current: compileWorkspace(versions, full) };
  const compiled = compileKey({ versions, workspace: full, key }, slot);
  return {
    compiled,
    rules: [
      ...compiled.ownRules,
      ...slot.current.rules,
      ...endUsers.rate_limits.map(compileRateLimit),
      ...endUsers.budgets.flatMap(compileBudgets),
    ],
    rows: new Map(
      [
        ...key.rate_limits,
        ...key.budgets,
        ...workspace.rate_limits,
        ...workspace.budgets,
        ...endUsers.rate_limits,
        ...endUsers.budgets,
      ].map((row) => [row.id, row]),
    ),
  };
}
