import { describe, expect, it } from "vitest";
import { driftOf } from "./drift";
import type { Balance, OpenHold } from "./port";

const balance: Balance = {
  ruleId: "r",
  subject: "s",
  metric: "cost_nano_usd",
  used: 70,
  held: 30,
  periodStartMs: 1_000,
  periodEndMs: 2_000,
};
const hold = (amount: number, periodStartMs: number): OpenHold => ({
  requestId: "q",
  workspaceId: "w",
  candidateId: "c",
  fields: {},
  openedAtMs: 0,
  leaseEndsAtMs: 0,
  amounts: [{ ruleId: "r", subject: "s", metric: "cost_nano_usd", amount, periodStartMs }],
});

describe("drift", () => {
  it("is zero when records, adjustments and open holds explain the counter", () => {
    const sums = [
      { ruleId: "r", subject: "s", settled: 75 },
      { ruleId: "r", subject: "s", settled: -5 },
    ];
    expect(driftOf([balance], sums, [hold(20, 1_000), hold(10, 1_000)])).toMatchObject([
      { counter: 100, settled: 70, held: 30, drift: 0 },
    ]);
  });

  it("shows what nothing explains, and ignores holds of another period and other subjects", () => {
    const sums = [{ ruleId: "r", subject: "other", settled: 70 }];
    expect(driftOf([balance], sums, [hold(30, 1_000), hold(99, 0)])).toMatchObject([{ drift: 70 }]);
  });
});
