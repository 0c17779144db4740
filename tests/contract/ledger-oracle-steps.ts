import fc from "fast-check";
import { parseDuration } from "@/lib/kernel/durations";
import { createPeriods, type Periods } from "@/lib/kernel/periods";
import type { Amounts } from "@/lib/ledger/port";
import type { Bucket, Check, Metric, Strategy } from "@/lib/ledger/rules";

/** A rule of one sequence. Buckets drain at rates that thousandths of a unit can count exactly. */
export type Rule = {
  kind: Check["kind"];
  metric: Metric;
  strategy: Strategy;
  limit: number;
  bucket: Bucket;
  windowMs: number;
  calendar: string | null;
  enforcement: Check["enforcement"];
  hard: boolean;
  priority: number;
  thresholds: readonly number[];
};

export type Candidate = { name: string; rules: number[] };

export type Step =
  | {
      kind: "admit";
      common: number[];
      candidates: Candidate[];
      subject: string;
      amount: number;
      leaseMs: number;
      skew: number;
      version: number;
    }
  | { kind: "repeat" | "start" | "cancel"; pick: number }
  | { kind: "extend" | "renew"; pick: number; amounts: Amounts }
  | { kind: "replace"; pick: number; candidate: Candidate; amount: number }
  | { kind: "settle"; pick: number; isAny: boolean; attempts: { name: string; amounts: Amounts }[] }
  | { kind: "adjust"; id: number; rule: number; subject: string; delta: number }
  | { kind: "bump"; version: number }
  | { kind: "reap" }
  | { kind: "wait"; ms: number; toBoundaryOf: number | null };

/** Amounts are multiplied by this for rules of money, so that products pass 2^53. */
export const MONEY = 2 ** 39;
export const SUBJECTS = ["", "u"] as const;
const COUNTED: readonly Metric[] = ["requests", "concurrency"];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York"] as const;

const metric = fc.constantFrom<Metric>(
  "requests",
  "requests",
  "input_tokens",
  "output_tokens",
  "total_tokens",
  "concurrency",
  "cost_nano_usd",
  "cost_nano_usd",
);

const rarely = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: values });

const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    metric,
    strategy: fc.constantFrom<Strategy>(
      "FIXED_WINDOW",
      "FIXED_WINDOW",
      "SLIDING_WINDOW",
      "TOKEN_BUCKET",
      "LEAKY_BUCKET",
    ),
    isBudget: fc.boolean(),
    size: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) }, { weight: 1, arbitrary: fc.nat(40) }),
    refillPerSecond: fc.constantFrom(0, 0.125, 0.5, 1, 2, 6, 10, 50),
    maxWaitMs: fc.constantFrom(0, 250, 1_000, 60_000),
    windowMs: fc.constantFrom(1_000, 60_000, 60_000, 300_000, 86_400_000),
    calendar: rarely(
      fc.tuple(fc.constantFrom("1d", "1w", "1M"), fc.constantFrom(...ZONES)).map((pair) => pair.join(" ")),
    ),
    enforcement: fc.constantFrom<Check["enforcement"]>("enforce", "enforce", "enforce", "enforce", "shadow"),
    hard: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
    priority: fc.nat(2),
    thresholds: fc.constantFrom<readonly number[]>([], [50, 80, 100], [25, 100, 250]),
  })
  .map(({ size, isBudget, ...drawn }) => {
    // Thousandths of money pass 2^53; no rate limit counts it.
    const hasNoBucket = drawn.metric === "cost_nano_usd" && /BUCKET/.test(drawn.strategy);
    const rule = hasNoBucket ? { ...drawn, strategy: "FIXED_WINDOW" as const } : drawn;
    const unit = COUNTED.includes(rule.metric) ? 1 : rule.metric === "cost_nano_usd" ? 40 * MONEY : 40;
    const isBucket = rule.metric !== "concurrency" && /BUCKET/.test(rule.strategy);
    const rate = isBucket && unit > 1 ? rule.refillPerSecond * unit : rule.refillPerSecond;
    return {
      ...rule,
      kind: isBudget ? "budget" : "rate_limit",
      limit: size * unit,
      bucket: { capacity: size * unit, refillPerSecond: rate, maxWaitMs: rule.maxWaitMs },
      calendar: rule.strategy === "SLIDING_WINDOW" ? null : rule.calendar,
      thresholds: isBucket || rule.metric === "concurrency" ? [] : rule.thresholds,
    };
  });

/** Any rules; every fourth sequence begins with a queue that leads to few parallel slots, which chance alone rarely makes. */
export const anyRules: fc.Arbitrary<Rule[]> = fc
  .tuple(fc.array(anyRule, { minLength: 1, maxLength: 8, size: "max" }), fc.nat(3))
  .map(([drawn, dice]) => {
    const [first, second, ...rest] = drawn;
    if (dice > 0 || !first || !second) return drawn;
    const refusing = { enforcement: "enforce", hard: true, calendar: null, thresholds: [] } as const;
    const bucket = { capacity: 4, refillPerSecond: 2, maxWaitMs: 60_000 };
    const queue: Rule = { ...first, ...refusing, metric: "requests", strategy: "LEAKY_BUCKET", limit: 4, bucket };
    return [queue, { ...second, ...refusing, metric: "concurrency", limit: 1 + (second.limit % 2) }, ...rest];
  });

const tokens = fc.nat(120);
const told: fc.Arbitrary<Amounts> = fc
  .record({
    cost_nano_usd: fc.option(
      tokens.map((n) => n * MONEY),
      { freq: 3 },
    ),
    input_tokens: fc.option(tokens, { freq: 3 }),
    output_tokens: fc.option(tokens, { freq: 3 }),
    total_tokens: rarely(tokens),
    requests: rarely(fc.nat(2)),
  })
  .map((amounts) => Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== null)));

const name = fc.constantFrom("a", "b", "c");
const pick = fc.nat(50);
const rules = fc.array(fc.nat(7), { maxLength: 4 });
const candidate = fc.record({ name, rules });

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("admit" as const),
      common: rules,
      candidates: fc.array(candidate, { minLength: 1, maxLength: 3 }),
      subject: fc.constantFrom(...SUBJECTS),
      amount: fc.nat(60),
      leaseMs: fc.constantFrom(30_000, 30_000, 400_000_000),
      skew: fc.constantFrom(0, 0, 0, -2.3, -1, -0.4, 0.4, 1, 2.3),
      version: fc.constantFrom(9, 9, 9, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("repeat" as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("start" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("cancel" as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("extend" as const), pick, amounts: told }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("renew" as const), pick, amounts: told }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("replace" as const), pick, candidate, amount: fc.nat(60) }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      pick,
      isAny: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
      attempts: fc.array(fc.record({ name, amounts: told }), { maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("adjust" as const),
      id: fc.nat(3),
      rule: fc.nat(7),
      subject: fc.constantFrom(...SUBJECTS),
      delta: fc.integer({ min: -60, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("bump" as const), version: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reap" as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.oneof(
        fc.integer({ min: 0, max: 1_500 }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.integer({ min: 0, max: 90_000 }),
        fc.integer({ min: -5_000, max: 600_000 }),
        fc.constantFrom(86_400_000, 15 * 86_400_000),
      ),
      toBoundaryOf: rarely(fc.nat(7)),
    }),
  },
);

/** The periods that a planner lays out for a rule; null where it has none. */
export function periodsOf(rule: Rule): Periods | null {
  if (rule.metric === "concurrency" || /BUCKET/.test(rule.strategy)) return null;
  if (rule.calendar === null) return createPeriods({ kind: "fixed", windowMs: rule.windowMs, zone: "UTC" });
  const [duration = "", zone = ""] = rule.calendar.split(" ");
  return createPeriods({ kind: "calendar", duration: parseDuration(duration), zone });
}

/** What a check of this rule takes of a step's amount. */
export function amountFor(rule: Rule, amount: number): number {
  if (COUNTED.includes(rule.metric)) return 1;
  return rule.metric === "cost_nano_usd" ? amount * MONEY : amount;
}
