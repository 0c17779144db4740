import { describe, expect, it } from "vitest";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import type { Opening } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";

const period = { startMs: 0, endMs: 1_000_000 };

const budget: Check = {
  ruleId: "budget",
  kind: "budget",
  name: "Budget",
  scope: "TENANT",
  subject: "",
  metric: "cost_nano_usd",
  limit: 1_000_000,
  amount: 5_000,
  strategy: "FIXED_WINDOW",
  current: period,
  next: { startMs: 1_000_000, endMs: 2_000_000 },
  enforcement: "enforce",
  hard: true,
  priority: 1,
};

const opening: Opening = {
  requestId: "r1",
  workspaceId: "w1",
  versions: {},
  reserve: { input_tokens: 10, output_tokens: 100, cost_nano_usd: 5_000 },
  fields: { model: "m" },
};

async function reaped(
  checks: Check[],
  metered?: { input_tokens: number; output_tokens: number; cost_nano_usd: number },
) {
  const clock = { ms: 1_000, nowMs: () => clock.ms };
  const ledger = createMemoryLedger({ dir: null, clock });
  await ledger.admit(opening, checks, [{ id: "c", checks: [] }], 500);
  if (metered) await ledger.renew("r1", metered);
  clock.ms += 1_000;
  expect(await ledger.reap()).toBe(1);
  const { records } = await ledger.drain(10);
  const [balance] = await ledger.balances([{ ruleId: "budget" }]);
  return { record: records[0], used: balance?.used ?? 0 };
}

describe("a request whose process died unheard", () => {
  it("has a row with the money that its budget was charged: the reserve", async () => {
    const { record, used } = await reaped([budget]);
    expect(used).toBe(5_000);
    expect(record).toMatchObject({
      outcome: "interrupted",
      model: "m",
      cost_cents: "0.0005000",
      tokens_input: 10,
      tokens_output: 100,
      tokens_total: 110,
      usage_estimated: true,
    });
  });

  it("has a row with what it had told last, where it had told anything", async () => {
    const { record, used } = await reaped([budget], { input_tokens: 10, output_tokens: 7, cost_nano_usd: 900 });
    expect(record).toMatchObject({ tokens_output: 7, cost_cents: `0.000${String(used).padStart(4, "0")}` });
    expect(used).toBeGreaterThanOrEqual(900);
    expect(used).toBeLessThanOrEqual(5_000);
  });

  it("has a row with an estimated cost even where no rule counts money", async () => {
    const { record } = await reaped([]);
    expect(record).toMatchObject({ cost_cents: "0.0005000", usage_estimated: true });
  });
});
