import { loadApiKeyRow } from "@/lib/services/api-keys/load";
import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { GetKeyUsageInput, KeyUsage } from "./schema";

const HOUR_MS = 3_600_000;
const RANGES = {
  "24h": { steps: 24, stepHours: 1 },
  "7d": { steps: 28, stepHours: 6 },
  "30d": { steps: 30, stepHours: 24 },
} as const;

/** What one key used, up to and including the running bucket. Throws `not_found`. */
export async function getKeyUsage(call: { ctx: ServiceContext; input: GetKeyUsageInput }): Promise<KeyUsage> {
  const { ctx } = call;
  requireScope(ctx, "usage:read");
  const { id, range } = GetKeyUsageInput.parse(call.input);
  await loadApiKeyRow(ctx, id);
  const { steps, stepHours } = RANGES[range];
  const stepMs = stepHours * HOUR_MS;
  const toMs = Math.floor(ctx.clock.nowMs() / stepMs) * stepMs + stepMs;
  const from = new Date(toMs - steps * stepMs).toISOString();
  const to = new Date(toMs).toISOString();
  const { data } = await ctx.db
    .rpc("key_usage", {
      p_workspace: ctx.workspaceId,
      p_key: id,
      p_from: from,
      p_to: to,
      p_step: `${stepHours} hours`,
    })
    .throwOnError();
  return KeyUsage.parse({ from, to, ...FromDatabase.parse(data) });
}

const FromDatabase = KeyUsage.pick({ totals: true, series: true });
