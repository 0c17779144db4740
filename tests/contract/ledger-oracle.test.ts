import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLedgerModel } from "@/lib/ledger/model/model";
import type { Amounts } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import { COMPLETED, checkOf, openingOf, START_MS } from "./ledger-fixtures";
import { createOracle } from "./ledger-oracle";

const MINUTE_MS = 60_000;

type Step =
  | { kind: "admit"; common: number[]; a: number[]; b: number[]; subject: string; amount: number }
  | { kind: "settle"; pick: number; cost: number | null; tokens: number | null }
  | { kind: "cancel"; pick: number }
  | { kind: "wait"; ms: number };

const RULES: Partial<Check & { windowMs: number }>[] = [
  { ruleId: "calls", metric: "requests", limit: 6 },
  { ruleId: "slots", metric: "concurrency", limit: 4 },
  { ruleId: "money", kind: "budget", metric: "cost_nano_usd", limit: 300, windowMs: 5 * MINUTE_MS },
  { ruleId: "soft", kind: "budget", metric: "cost_nano_usd", limit: 50, hard: false },
  { ruleId: "tokens", metric: "output_tokens", limit: 200 },
  { ruleId: "sliding", metric: "requests", limit: 5, strategy: "SLIDING_WINDOW" },
  { ruleId: "sliding-money", kind: "budget", metric: "cost_nano_usd", limit: 250, strategy: "SLIDING_WINDOW" },
  { ruleId: "shadow", metric: "requests", limit: 1, enforcement: "shadow" },
];

const picks = fc.array(fc.nat(RULES.length - 1), { maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("admit" as const),
      common: picks,
      a: picks,
      b: picks,
      subject: fc.constantFrom("", "u"),
      amount: fc.nat(120),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      pick: fc.nat(),
      cost: fc.option(fc.nat(200)),
      tokens: fc.option(fc.nat(150)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(2 * MINUTE_MS) }) },
);

function checkFor(index: number, subject: string, amount: number, nowMs: number): Check {
  const rule = RULES[index] ?? {};
  const isCount = rule.metric === "requests" || rule.metric === "concurrency";
  return checkOf({ windowMs: MINUTE_MS, nowMs, ...rule, subject, amount: isCount ? 1 : amount });
}

function amountsOf({ cost, tokens }: { cost: number | null; tokens: number | null }): Amounts {
  return { ...(cost === null ? {} : { cost_nano_usd: cost }), ...(tokens === null ? {} : { output_tokens: tokens }) };
}

function run(steps: readonly Step[]): number {
  const model = createLedgerModel(() => undefined);
  const oracle = createOracle();
  const candidateOf = new Map<string, string>();
  let now = START_MS;
  let refusals = 0;
  steps.forEach((s, n) => {
    const open = [...candidateOf.keys()];
    if (s.kind === "wait") now += s.ms;
    if (s.kind === "admit") {
      const plan = (indexes: number[]) => indexes.map((i) => checkFor(i, s.subject, s.amount, now));
      const candidates = [
        { id: "a", checks: plan(s.a) },
        { id: "b", checks: plan(s.b) },
      ];
      const expected = oracle.admit(`r${n}`, plan(s.common), candidates, now);
      const got = model.admit(now, openingOf(`r${n}`), plan(s.common), candidates, 1e12);
      expect(got.outcome === "admitted" ? got.candidateId : null).toBe(expected);
      if (expected === null) refusals += 1;
      else candidateOf.set(`r${n}`, expected);
    }
    if ((s.kind === "settle" || s.kind === "cancel") && open.length > 0) {
      const id = open[s.pick % open.length] ?? "";
      const amounts = s.kind === "settle" ? amountsOf(s) : null;
      if (amounts) model.settle(now, id, [{ candidateId: candidateOf.get(id) ?? "", amounts }], COMPLETED);
      else model.cancel(now, id, COMPLETED);
      oracle.end(id, amounts, now);
      candidateOf.delete(id);
    }
    for (const [index] of RULES.entries()) {
      for (const subject of ["", "u"]) {
        const check = { ...checkFor(index, subject, 0, now), strategy: "FIXED_WINDOW" as const };
        const [balance] = model.balances(now, [{ ruleId: check.ruleId, subject }]);
        expect((balance?.used ?? 0) + (balance?.held ?? 0)).toBe(oracle.stands(check, now));
      }
    }
  });
  return refusals;
}

describe("the ledger's model", () => {
  it("agrees with verdicts recomputed from the plain list of events, at every step", () => {
    let refusals = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        refusals += run(steps);
      }),
      { numRuns: 300 },
    );
    expect(refusals).toBeGreaterThan(100);
  });
});
