import { isBucket, requireCountable } from "@/lib/ledger/model/check";
import type { Amounts, AttemptActuals, Versions } from "@/lib/ledger/port";
import { type Check, METRICS, type Metric } from "@/lib/ledger/rules";
import { counterKey } from "./keys";

/** The numbers that the scripts know them by: from 1, as Lua counts. */
const numberOf = (metric: Metric) => METRICS.indexOf(metric) + 1;
const WINDOWS = { FIXED_WINDOW: 0, SLIDING_WINDOW: 1, TOKEN_BUCKET: 2, LEAKY_BUCKET: 3 } as const;
const SLOTS = 4;
/** JSON knows no infinity, and no counter comes near this. */
const BOUNDLESS = 1e300;

/** Thresholds are pairs of a percentage and the least that reaches it. */
export type Definition = readonly [
  key: string,
  thresholds: readonly number[] | false,
  kind: number,
  metric: number,
  limit: number,
  currentStart: number,
  currentEnd: number,
  nextStart: number,
  nextEnd: number,
  refuses: 0 | 1,
  priority: number,
  capacity: number,
  refillPerSecond: number,
  maxWaitMs: number,
  clamp: number,
];

/**
 * All of a check but its subject and amount, in the order of places that `lua/names.ts` lists. Throws `InvalidCheck` where
 * it cannot be counted.
 */
export function encodeDefinition(check: Check): Definition {
  requireCountable(check);
  const { metric, strategy, current, next } = check;
  const bucket = isBucket(check) ? check.bucket : undefined;
  const hasPeriods = metric !== "concurrency" && bucket === undefined;
  const refuses = check.enforcement === "enforce" && check.hard;
  return [
    counterKey(check.ruleId, ""),
    check.thresholds && check.thresholds.length > 0 ? check.thresholds.flatMap((t) => [t, reachedAt(check, t)]) : false,
    metric === "concurrency" ? SLOTS : WINDOWS[strategy],
    numberOf(metric),
    check.limit,
    hasPeriods ? current.startMs : 0,
    hasPeriods ? current.endMs : 0,
    hasPeriods ? next.startMs : 0,
    hasPeriods ? next.endMs : 0,
    refuses ? 1 : 0,
    check.priority,
    bounded(bucket?.capacity ?? 0),
    bounded(bucket?.refillPerSecond ?? 0),
    bounded(bucket?.maxWaitMs ?? 0),
    check.kind === "rate_limit" ? bounded(bucket ? Math.floor(bucket.capacity) : check.limit) : -1,
  ];
}

/** By the number that the scripts know it by. */
export function metricOf(number: number): Metric | null {
  return METRICS[number - 1] ?? null;
}

export function encodeVersions(versions: Versions): { names: string[]; versions: number[] } {
  const names = Object.keys(versions);
  return { names: names.map((name) => `v:${name}`), versions: names.map((name) => versions[name] ?? 0) };
}

/** By the numbers of metrics; -1 is unknown. */
export function encodeAmounts(amounts: Amounts): number[] {
  return [
    amounts.requests ?? -1,
    amounts.input_tokens ?? -1,
    amounts.output_tokens ?? -1,
    amounts.total_tokens ?? -1,
    -1,
    amounts.cost_nano_usd ?? -1,
  ];
}

export function encodeActuals(actuals: readonly AttemptActuals[]): [string, number[]][] {
  return actuals.map(({ candidateId, amounts }) => [candidateId, encodeAmounts(amounts)]);
}

/** The least that reaches a threshold, worked out here, where numbers may be larger than a double holds exactly. */
function reachedAt({ limit }: Check, percent: number): number {
  const thousandths = BigInt(Math.round(percent * 1000)) * BigInt(limit);
  return Number((thousandths + 99_999n) / 100_000n);
}

function bounded(n: number): number {
  return Math.min(n, BOUNDLESS);
}
