import fc from "fast-check";
import type { Amounts, Closing, Ledger, Reopening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import { checkOf, type ManualClock, openingOf } from "./ledger-fixtures";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Counts that a double still holds and whose products with a period it does not. */
const HUGE = 9_000_000_000_000_000;

type Rule = Partial<Check> & { windowMs?: number };

/** Every strategy and metric; the last ones share an id with an earlier one and cut its time differently. */
export const RULES: readonly Rule[] = [
  { ruleId: "calls", metric: "requests", limit: 3 },
  { ruleId: "slots", metric: "concurrency", limit: 2 },
  { ruleId: "money", kind: "budget", metric: "cost_nano_usd", limit: 200, thresholds: [33.3, 50, 80, 100] },
  { ruleId: "soft", kind: "budget", metric: "cost_nano_usd", limit: 50, hard: false, thresholds: [50, 100] },
  { ruleId: "tokens", metric: "total_tokens", limit: 160 },
  { ruleId: "sliding", metric: "requests", limit: 3, strategy: "SLIDING_WINDOW" },
  { ruleId: "sliding-tokens", metric: "output_tokens", limit: 150, strategy: "SLIDING_WINDOW", priority: 3 },
  { ruleId: "shadow", metric: "requests", limit: 1, enforcement: "shadow" },
  { ruleId: "bucket", metric: "requests", strategy: "TOKEN_BUCKET", limit: 2, bucket: bucketOf(2, 0.05) },
  {
    ruleId: "bucket-tokens",
    metric: "input_tokens",
    strategy: "TOKEN_BUCKET",
    limit: 200,
    bucket: bucketOf(200.5, 1.7),
  },
  { ruleId: "leaky", metric: "requests", strategy: "LEAKY_BUCKET", limit: 3, bucket: bucketOf(3, 0.06) },
  { ruleId: "leaky-tokens", metric: "output_tokens", strategy: "LEAKY_BUCKET", limit: 300, bucket: bucketOf(300, 9.3) },
  { ruleId: "huge", kind: "budget", metric: "cost_nano_usd", limit: HUGE, windowMs: HOUR_MS, thresholds: [99.999] },
  {
    ruleId: "huge-sliding",
    kind: "budget",
    metric: "cost_nano_usd",
    limit: HUGE,
    windowMs: HOUR_MS,
    strategy: "SLIDING_WINDOW",
  },
  { ruleId: "money", kind: "budget", metric: "cost_nano_usd", limit: 300, windowMs: 7 * MINUTE_MS, thresholds: [50] },
  { ruleId: "calls", metric: "requests", limit: 2, windowMs: 90_000 },
];

function bucketOf(capacity: number, refillPerSecond: number) {
  return { capacity, refillPerSecond, maxWaitMs: 40_000 };
}

const picks = fc.array(fc.nat(RULES.length - 1), { maxLength: 4 });
const subject = fc.constantFrom("", "", 'ü \u001f|"\\/');
const some = fc.option(fc.nat(150), { nil: undefined });
const amounts = fc.record({ cost_nano_usd: some, output_tokens: some, input_tokens: some, total_tokens: some });
const pick = fc.nat();

/** What is done to both ledgers; `pick` chooses among the ids that were ever used. */
export const step = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant("admit" as const),
      common: picks,
      a: picks,
      b: picks,
      subject,
      amount: fc.nat(120),
      version: fc.nat(3),
      leaseMs: fc.constantFrom(20_000, 90_000, 10_000_000),
      again: fc.option(pick, { nil: undefined, freq: 6 }),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      pick,
      a: fc.array(amounts, { maxLength: 2 }),
      b: fc.option(amounts),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("extend" as const), pick, amounts }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("renew" as const), pick, amounts }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("replace" as const), pick, checks: picks, subject, amount: fc.nat(120) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("start" as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("record" as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("restore" as const),
      common: picks,
      own: picks,
      subject,
      amount: fc.nat(90),
      agoMs: fc.nat(150_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("adjust" as const),
      id: fc.nat(9),
      rule: fc.constantFrom("money", "calls", "sliding", "nowhere"),
      subject,
      delta: fc.integer({ min: -60, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("bump" as const), version: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fresh" as const), version: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reap" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drain" as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.oneof(fc.nat(15_000), fc.nat(2 * MINUTE_MS), fc.nat(20 * MINUTE_MS)),
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function checksOf(indexes: readonly number[], nowMs: number, over: { subject: string; amount: number }): Check[] {
  return indexes.map((index) => {
    const rule = RULES[index] ?? {};
    const isCount = rule.metric === "requests" || rule.metric === "concurrency";
    const amount = rule.limit === HUGE ? over.amount * 75_000_000_000_001 : over.amount;
    return checkOf({ windowMs: MINUTE_MS, nowMs, ...rule, subject: over.subject, amount: isCount ? 1 : amount });
  });
}

/** As with UUIDv7, the order of the texts is the order of the requests. */
const idOf = (n: number) => `r${String(n).padStart(3, "0")}`;
/** One of the last ids that were to be admitted, or one that never was. */
const earlier = (ids: readonly string[], pick: number) => ids.at(-1 - (pick % 9)) ?? "r-never";
const closing = (n: number): Closing => ({ outcome: "completed", fields: { status_code: 200 + n, note: 'ü"\\' } });
const known = (amounts: object): Amounts => JSON.parse(JSON.stringify(amounts)) as Amounts;

/** The id that a step brings in, if it does. */
export function idOfStep(s: Step, n: number): string | null {
  if (s.kind === "restore") return `x${n % 5}`;
  return s.kind === "admit" ? idOf(n) : null;
}

/** Does one step and tells what was answered, in an order that does not depend on the ledger. */
export async function perform(
  ledger: Ledger,
  clock: ManualClock,
  s: Step,
  n: number,
  ids: readonly string[],
): Promise<unknown> {
  const now = clock.nowMs();
  const id = "pick" in s ? earlier(ids, s.pick) : idOf(n);
  const candidate = (
    name: string,
    indexes: readonly number[],
    over: { subject: string; amount: number },
  ): CandidatePlan => ({
    id: name,
    checks: checksOf(indexes, now, over),
  });
  switch (s.kind) {
    case "admit": {
      const requestId =
        s.again === undefined
          ? id
          : earlier(
              ids.filter((one) => one.startsWith("r")),
              s.again,
            );
      const opening = openingOf(requestId, {
        workspaceId: `ws${n % 2}`,
        versions: { "ws/workspace": s.version },
        reserve: { output_tokens: 100, cost_nano_usd: 7 },
      });
      const candidates = [candidate("a", s.a, s), candidate('b/"ü', s.b, s)];
      return await ledger.admit(opening, checksOf(s.common, now, s), candidates, s.leaseMs);
    }
    case "settle": {
      const actuals = s.a.map((a) => ({ candidateId: "a", amounts: known(a) }));
      if (s.b) actuals.push({ candidateId: 'b/"ü', amounts: known(s.b) });
      return await ledger.settle(id, actuals, closing(n));
    }
    case "cancel":
      return await ledger.cancel(id, { outcome: "cancelled", fields: {} });
    case "extend":
      return await ledger.extend(id, known(s.amounts));
    case "renew":
      return await ledger.renew(id, known(s.amounts));
    case "replace":
      return await ledger.replace(id, candidate(s.amount % 2 === 0 ? "a" : "c", s.checks, s));
    case "start":
      return await ledger.start(id);
    case "record":
      return await ledger.record(id, { outcome: "refused", fields: { decision: "refused" } });
    case "restore": {
      const createdAtMs = now - s.agoMs;
      const reopening: Reopening = {
        opening: openingOf(idOfStep(s, n) ?? ""),
        createdAtMs,
        candidateId: "a",
        common: checksOf(s.common, createdAtMs, s),
        own: checksOf(s.own, createdAtMs, s),
      };
      return await ledger.restore([reopening], 60_000);
    }
    case "adjust":
      return await ledger.adjust({
        id: `adj${s.id}`,
        workspaceId: "ws",
        requestId: null,
        targets: [{ ruleId: s.rule, subject: s.subject, delta: s.delta }],
        reason: "credit",
      });
    case "bump":
      return await ledger.bump({ "ws/workspace": s.version, other: n });
    case "fresh":
      return await ledger.fresh({ "ws/workspace": s.version, unheard: 0 });
    case "reap":
      return await ledger.reap();
    case "drain":
      return await drained(ledger);
    case "wait":
      clock.advance(s.ms);
      return null;
  }
}

/** All that waits for Postgres, which is taken as stored. */
export async function drained(ledger: Ledger): Promise<unknown> {
  const { records, adjustments, ids } = await ledger.drain(1_000);
  await ledger.acknowledge(ids);
  const byId = (a: string, b: string) => (a < b ? -1 : 1);
  return {
    records: records.toSorted((a, b) => byId(a.request_id, b.request_id)),
    adjustments: adjustments.toSorted((a, b) => byId(a.id, b.id)),
  };
}

/** Every counter and every open request. */
export async function standings(ledger: Ledger): Promise<unknown> {
  const ruleIds = [...new Set(RULES.map(({ ruleId }) => ruleId ?? ""))];
  const balances = await ledger.balances(ruleIds.map((ruleId) => ({ ruleId })));
  const holds = await ledger.openHolds({ limit: 10_000 });
  const key = (value: unknown) => JSON.stringify(value);
  return {
    balances: balances.toSorted((a, b) => (key([a.ruleId, a.subject]) < key([b.ruleId, b.subject]) ? -1 : 1)),
    holds: holds.toSorted((a, b) => (a.requestId < b.requestId ? -1 : 1)),
  };
}
