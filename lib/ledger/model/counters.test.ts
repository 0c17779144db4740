import { describe, expect, it } from "vitest";
import { budgetOf, COMPLETED, checkOf, LEASE_MS, ONLY, openingOf, START_MS } from "@/tests/contract/ledger-fixtures";
import { createLedgerModel } from "./model";

const MINUTE_MS = 60_000;

describe("a request that is put back into a period that is over", () => {
  it.each([
    ["counts in the period before, which a sliding window still sees", MINUTE_MS, 2],
    ["counts nowhere any more in one before that", 0, 1],
  ])("%s", (_, createdAfterMs, used) => {
    const model = createLedgerModel(() => undefined);
    const sliding = (nowMs: number) => checkOf({ strategy: "SLIDING_WINDOW", windowMs: MINUTE_MS, limit: 9, nowMs });
    const admit = (id: string, nowMs: number) => model.admit(nowMs, openingOf(id), [sliding(nowMs)], ONLY, LEASE_MS);
    admit("r1", START_MS + MINUTE_MS);
    admit("r2", START_MS + 2 * MINUTE_MS);
    const createdAtMs = START_MS + createdAfterMs;
    const common = [sliding(createdAtMs)];
    const reopening = { opening: openingOf("back"), createdAtMs, candidateId: "only", common, own: [] };
    expect(model.restore(START_MS + 2 * MINUTE_MS, [reopening], LEASE_MS)).toBe(1);
    expect(admit("r3", START_MS + 2 * MINUTE_MS)).toMatchObject({ verdicts: [{ used, held: 2 }] });
  });

  it("has one long past to itself, with nothing counted in it and no threshold told of", () => {
    const model = createLedgerModel(() => undefined);
    const budget = (nowMs: number) =>
      budgetOf({ windowMs: MINUTE_MS, limit: 100, amount: 10, thresholds: [1, 50], nowMs });
    const nowMs = START_MS + 2 * MINUTE_MS;
    model.admit(nowMs, openingOf("other"), [budget(nowMs)], ONLY, LEASE_MS);
    const common = [budget(START_MS)];
    const reopening = { opening: openingOf("back"), createdAtMs: START_MS, candidateId: "only", common, own: [] };
    model.restore(nowMs, [reopening], LEASE_MS);
    expect(model.extend(nowMs, "back", { cost_nano_usd: 5 })).toMatchObject({ verdicts: [{ used: 0, held: 15 }] });
    const actuals = [{ candidateId: "only", amounts: { cost_nano_usd: 20 } }];
    expect(model.settle(nowMs, "back", actuals, COMPLETED)).toMatchObject({ crossed: [{ threshold: 1 }] });
  });
});
