import type { Amounts, AttemptActuals } from "@/lib/ledger/port";
import type { Metric } from "@/lib/ledger/rules";
import type { Fact, Take } from "./ledger-oracle";

const MAX = BigInt(Number.MAX_SAFE_INTEGER);

export const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** The amount of a metric, the last told first; total tokens are both kinds where only those were told. */
export function amountIn(told: readonly Amounts[], metric: Metric): bigint | null {
  if (metric === "concurrency") return null;
  const last = (name: Exclude<Metric, "concurrency">) => {
    const amount = told.map((amounts) => amounts[name]).findLast((n) => n !== undefined);
    return amount === undefined ? null : BigInt(amount);
  };
  const own = last(metric);
  if (own !== null || metric !== "total_tokens") return own;
  const [input, output] = [last("input_tokens"), last("output_tokens")];
  return input === null || output === null ? null : input + output;
}

/** What each take is charged at the end; `keeps` says what is charged where nothing was told. */
export function chargesOf(fact: Fact, actuals: readonly AttemptActuals[], keeps: (take: Take) => bigint): bigint[] {
  return fact.takes.map((take) => {
    const { check, candidateId, round } = take;
    if (check.metric === "concurrency") return 0n;
    const attempts = actuals.filter((attempt) => candidateId === null || attempt.candidateId === candidateId);
    if (attempts.length === 0) return keeps(take);
    if (candidateId === null && check.metric === "requests") return sum(take.reserved);
    const isTriedAgain = fact.takes.some((other) => other.candidateId === candidateId && other.round > round);
    if (candidateId !== null && isTriedAgain) return 0n;
    const total = sum(attempts.map(({ amounts }) => amountIn([amounts], check.metric) ?? sum(take.reserved)));
    return total > MAX ? MAX : total;
  });
}

/** What a failed attempt leaves held until its truth is known. */
export function keptOf(take: Take, told: readonly Amounts[]): bigint {
  if (take.check.metric === "concurrency") return 0n;
  const held = sum(take.held);
  if (take.check.metric === "requests") return held;
  const consumed = amountIn(told, take.check.metric) ?? 0n;
  return consumed < held ? consumed : held;
}

/** A process that is gone consumed what it told last and one step more, never less than told nor more than reserved. */
export function chargeAtReap(fact: Fact, take: Take): bigint {
  const { check } = take;
  if (check.metric === "concurrency" || fact.isWaiting) return 0n;
  const held = sum(take.held);
  const told = amountIn(fact.told, check.metric);
  if (take.isPast || check.metric === "requests" || told === null) return held;
  const before = amountIn(fact.told.slice(0, -1), check.metric) ?? told;
  const step = told > before ? told - before : 0n;
  const reserved = sum(take.reserved);
  const next = told + step < reserved ? told + step : reserved;
  const ofFailed = take.candidateId === null ? held - reserved : 0n;
  return ofFailed + (told > next ? told : next);
}
