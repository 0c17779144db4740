import type { SnapshotCredit } from "@/lib/gateway/snapshot/snapshot-schema";
import { parseCents } from "@/lib/kernel/money";
import type { CompiledRule } from "./compile-rule";

/** Credit has no period: its counter lives until the ledger's furthest date. */
export const CREDIT_PERIOD = { startMs: 0, endMs: Date.UTC(9_999, 0, 1) };
const PERIODS = {
  current: CREDIT_PERIOD,
  next: { startMs: CREDIT_PERIOD.endMs, endMs: CREDIT_PERIOD.endMs + 86_400_000 },
};
const CREDIT_PRIORITY = 900;

/**
 * Credit that was bought ahead, as a hard rule. The ledger's counter holds all that was ever spent; the limit is what was
 * spread over purchases already plus what is left of those that have not expired, so that spending leaves it the same.
 * At an expiry the limit falls by what this snapshot knew to be left; what was spent since comes back with the next one.
 */
export function compileCredit({ id, kind, allocated, purchases }: SnapshotCredit): CompiledRule {
  const read = kind === "money" ? parseCents : readCount;
  const spread = read(allocated);
  const left = purchases.map(({ remaining, expires_at }) => ({
    amount: read(remaining),
    untilMs: expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at),
  }));
  return {
    fixed: {
      ruleId: id,
      kind: "credits",
      name: kind === "money" ? "credit" : "request credit",
      scope: "TENANT",
      metric: kind === "money" ? "cost_nano_usd" : "requests",
      strategy: "FIXED_WINDOW",
      enforcement: "enforce",
      hard: true,
      priority: CREDIT_PRIORITY,
    },
    limitAt(nowMs) {
      let limit = spread;
      for (const { amount, untilMs } of left) if (nowMs < untilMs) limit += amount;
      return limit;
    },
    per: [],
    periods: () => PERIODS,
    windowMs: null,
    isCandidateRule: false,
    dependsOn: [],
    matches: () => true,
    belongsTo: () => true,
  };
}

/** Requests come with the fraction of the column's type. */
function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Credit of ${text} requests is no whole number.`);
  return count;
}
