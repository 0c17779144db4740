import { describe, expect, it } from "vitest";
import type { Check } from "@/lib/ledger/rules";
import { createLedgerModel } from "./model";

const HOUR_MS = 3_600_000;

function check(subject: string, strategy: Check["strategy"]): Check {
  const current = { startMs: 0, endMs: HOUR_MS };
  const next = { startMs: HOUR_MS, endMs: 2 * HOUR_MS };
  const common = {
    kind: "rate_limit",
    name: "n",
    scope: "s",
    enforcement: "enforce",
    hard: true,
    priority: 1,
  } as const;
  const bucket = { capacity: 10, refillPerSecond: 10, maxWaitMs: 0 };
  return {
    ...common,
    ruleId: strategy,
    subject,
    metric: "requests",
    limit: 10,
    amount: 1,
    strategy,
    current,
    next,
    bucket,
  };
}

describe("idle counters", () => {
  it("are forgotten once they differ from fresh ones by nothing, however many there are", () => {
    const model = createLedgerModel(() => undefined);
    const count = () => [...model.state.counters.rules.values()].reduce((sum, rule) => sum + rule.counters, 0);
    for (let i = 0; i < 30_000; i += 1) {
      const checks = [check(`u${i}`, "FIXED_WINDOW"), check(`u${i}`, "TOKEN_BUCKET")];
      const opening = { requestId: `r${i}`, workspaceId: "w", versions: {}, fields: {} };
      model.admit(1_000, opening, checks, [{ id: "c", checks: [] }], 1e9);
      if (i > 0) model.settle(1_000, `r${i}`, [], { outcome: "completed", fields: {} });
    }
    const sweep = (nowMs: number) => {
      for (let i = 0; i < 10; i += 1) model.reap(nowMs);
    };
    expect(count()).toBe(60_000);
    sweep(1_000);
    expect(count()).toBe(60_000);
    sweep(2_000);
    expect(count()).toBe(30_001);
    sweep(HOUR_MS + 1);
    expect(count()).toBe(30_001);
    sweep(2 * HOUR_MS);
    expect(count()).toBe(2);
    model.settle(2 * HOUR_MS, "r0", [], { outcome: "completed", fields: {} });
    sweep(2 * HOUR_MS + 1_000);
    expect(count()).toBe(0);
    expect(model.state.counters.rules.size).toBe(0);
  });
});
