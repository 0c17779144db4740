import { describe, expect, it } from "vitest";
import type { Balance, OpenHold } from "@/lib/ledger/port";
import { measure, type SumRow } from "./measure";
import type { RulePlan } from "./rule-plans";

const period = { startMs: 1_000, endMs: 2_000 };
const plan: RulePlan = { id: "r", kind: "budget", name: "b", per: [], metric: "cost_nano_usd", period, sum: {} };
const balance = (used: number, held: number, periodStartMs = 1_000): Balance => ({
  ruleId: "r",
  subject: "",
  metric: "cost_nano_usd",
  used,
  held,
  periodStartMs,
  periodEndMs: 2_000,
});
const sum = (nano: string, subject = ""): SumRow => ({
  rule_id: "r",
  subject,
  requests: 1,
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  cost_nano_usd: nano,
});
const hold = (amount: number): OpenHold => ({
  requestId: "q",
  workspaceId: "w",
  candidateId: "c",
  fields: {},
  openedAtMs: 0,
  leaseEndsAtMs: 0,
  amounts: [{ ruleId: "r", subject: "", metric: "cost_nano_usd", amount, periodStartMs: 1_000 }],
});
const drifts = (...given: Parameters<typeof measure>) =>
  measure(...given).map(({ subject, drift }) => [subject, drift]);

describe("drift of a rule", () => {
  it("is zero where rows and open holds explain the counter, and the difference where they do not", () => {
    expect(drifts([plan], [balance(70, 30)], [sum("70")], [hold(30)])).toEqual([["", 0]]);
    expect(drifts([plan], [balance(70, 30)], [sum("60")], [hold(30)])).toEqual([["", 10]]);
  });

  it("is what the rows come to where the counter is gone", () => {
    expect(drifts([plan], [], [sum("70")], [])).toEqual([["", -70]]);
    expect(drifts([{ ...plan, per: ["tag"] }], [], [sum("70", "a"), sum("0", "b")], [])).toEqual([["a", -70]]);
  });

  it("leaves out the counter of a period that has ended, and shows a rule that counted nothing as zero", () => {
    expect(drifts([plan], [balance(70, 0, 0)], [], [])).toEqual([["", 0]]);
    expect(drifts([{ ...plan, per: ["tag"] }], [], [], [])).toEqual([]);
  });
});
