import type { CandidatePlan, Check, Metric, Period } from "@/lib/ledger/rules";
import type { CompiledRule } from "./compile-rule";
import { type Subjects, subjectsPer } from "./subjects";

/** The most that a call can consume before it asks for more. Null money: the model has no price. */
export type Reservation = { inputTokens: number; outputTokens: number; costNanoUsd: number | null };

export type PlannedCandidate = { id: string; credentialId: string | null; reservation: Reservation };

export type CheckPlan = {
  common: readonly Check[];
  candidates: readonly CandidatePlan[];
  /** The rules behind the checks, for the windows they are said with. */
  rules: readonly CompiledRule[];
};

/** The name that a subject is counted under. */
export type SubjectNames = (rule: CompiledRule, subject: string, nowMs: number) => string;

const AS_IT_IS: SubjectNames = (_, subject) => subject;
const NO_PERIOD = { startMs: 0, endMs: 0 };
/** A clock may run ahead of the ledger's by this much and still name the ledger's month: the next one is sent as well. */
const AHEAD_MS = 5_000;

/** Turns the rules that match a call into the ledger's checks: common ones once, the others a candidate. */
export function planChecks(
  rules: readonly CompiledRule[],
  subjects: Subjects,
  candidates: readonly PlannedCandidate[],
  nowMs: number,
  nameOf: SubjectNames = AS_IT_IS,
): CheckPlan {
  const matching: CompiledRule[] = [];
  const common: Check[] = [];
  const perCandidate: Check[][] = candidates.map(() => []);
  const most = largest(candidates.map((candidate) => candidate.reservation));
  for (const rule of rules) {
    if (!rule.isCandidateRule) {
      if (!rule.matches(subjects)) continue;
      matching.push(rule);
      addChecks(common, rule, subjects, most, nowMs, nameOf);
      continue;
    }
    candidates.forEach((candidate, index) => {
      const isFirst = candidate.credentialId === subjects.credential;
      const own = isFirst ? subjects : { ...subjects, credential: candidate.credentialId };
      const checks = perCandidate[index];
      if (!checks || !rule.matches(own)) return;
      if (!matching.includes(rule)) matching.push(rule);
      addChecks(checks, rule, own, candidate.reservation, nowMs, nameOf);
    });
  }
  return {
    common,
    candidates: candidates.map((candidate, index) => ({ id: candidate.id, checks: perCandidate[index] ?? [] })),
    rules: matching,
  };
}

function addChecks(
  into: Check[],
  rule: CompiledRule,
  subjects: Subjects,
  reservation: Reservation,
  nowMs: number,
  nameOf: SubjectNames,
): void {
  const limit = rule.limitAt(nowMs);
  const wanted = amountOf(rule.fixed.metric, reservation);
  const isTokens = rule.fixed.metric.endsWith("_tokens");
  const capacity = rule.fixed.bucket?.capacity ?? limit;
  const amount = isTokens ? Math.min(wanted, Math.floor(capacity)) : wanted;
  const periods = rule.periods?.(nowMs - AHEAD_MS);
  const current = periods?.current ?? NO_PERIOD;
  const next = periods?.next ?? NO_PERIOD;
  if (rule.per.length === 0) {
    into.push(checkOf(rule, "", limit, amount, current, next));
    return;
  }
  for (const subject of subjectsPer(rule.per, subjects)) {
    into.push(checkOf(rule, nameOf(rule, subject, nowMs), limit, amount, current, next));
  }
}

/**
 * Written out, and of one shape: an object that is spread and then added to takes several times the room, and what reads
 * objects of many shapes several times as long, for every rule of every call.
 */
function checkOf(
  { fixed }: CompiledRule,
  subject: string,
  limit: number,
  amount: number,
  current: Period,
  next: Period,
): Check {
  const { ruleId, kind, name, scope, metric, strategy, enforcement, hard, priority, bucket, thresholds } = fixed;
  return {
    ruleId,
    kind,
    name,
    scope,
    subject,
    metric,
    limit,
    amount,
    strategy,
    current,
    next,
    enforcement,
    hard,
    priority,
    bucket,
    thresholds,
  };
}

export function amountOf(metric: Metric, reservation: Reservation): number {
  switch (metric) {
    case "requests":
    case "concurrency":
      return 1;
    case "input_tokens":
      return reservation.inputTokens;
    case "output_tokens":
      return reservation.outputTokens;
    case "total_tokens":
      return reservation.inputTokens + reservation.outputTokens;
    case "cost_nano_usd":
      return reservation.costNanoUsd ?? 0;
  }
}

function largest(reservations: readonly Reservation[]): Reservation {
  return reservations.reduce(
    (most, one) => ({
      inputTokens: Math.max(most.inputTokens, one.inputTokens),
      outputTokens: Math.max(most.outputTokens, one.outputTokens),
      costNanoUsd: Math.max(most.costNanoUsd ?? 0, one.costNanoUsd ?? 0),
    }),
    { inputTokens: 0, outputTokens: 0, costNanoUsd: 0 },
  );
}
