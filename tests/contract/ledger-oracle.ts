import type { AttemptActuals } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";

type Touch = { check: Check; atMs: number; candidateId: string | null };

/** One admitted request as an outsider would write it down. */
type Fact = { touches: Touch[]; endedAtMs: number | null; amounts: AttemptActuals["amounts"] | null };

/**
 * Decides admissions from the plain list of what happened, without counters: for every check it adds up all
 * facts anew. It shares no code with the model. For requests with one attempt.
 */
export function createOracle() {
  const facts = new Map<string, Fact>();

  /** What a fact weighs on a check's counter: its reserve while open or unknown, the truth once settled. */
  function weight(fact: Fact, check: Check, belongs: (touch: Touch) => boolean): number {
    let sum = 0;
    for (const touch of fact.touches) {
      if (touch.check.ruleId !== check.ruleId || touch.check.subject !== check.subject || !belongs(touch)) continue;
      const { metric, amount } = touch.check;
      if (metric === "concurrency") sum += fact.endedAtMs === null ? amount : 0;
      else if (metric === "requests") sum += fact.endedAtMs !== null && fact.amounts === null ? 0 : amount;
      else if (fact.endedAtMs === null) sum += amount;
      else if (fact.amounts !== null) sum += fact.amounts[metric] ?? amount;
    }
    return sum;
  }

  function total(check: Check, belongs: (touch: Touch) => boolean): number {
    let sum = 0;
    for (const fact of facts.values()) sum += weight(fact, check, belongs);
    return sum;
  }

  function stands(check: Check, nowMs: number): number {
    if (check.metric === "concurrency") return total(check, () => true);
    const lengthMs = check.current.endMs - check.current.startMs;
    const index = Math.floor(nowMs / lengthMs);
    const inWindow = (n: number) => total(check, (touch) => Math.floor(touch.atMs / lengthMs) === n);
    if (check.strategy !== "SLIDING_WINDOW") return inWindow(index);
    const left = (index + 1) * lengthMs - nowMs;
    return inWindow(index) + Math.ceil((inWindow(index - 1) * left) / lengthMs);
  }

  function fits(checks: readonly Check[], nowMs: number): boolean {
    return checks.every((check, index) => {
      if (check.enforcement === "shadow" || !check.hard) return true;
      const before = checks.slice(0, index + 1).filter((c) => c.ruleId === check.ruleId && c.subject === check.subject);
      return stands(check, nowMs) + before.reduce((sum, c) => sum + c.amount, 0) <= check.limit;
    });
  }

  return {
    /** The id of the candidate that must be admitted, or null. */
    admit(
      requestId: string,
      common: readonly Check[],
      candidates: readonly CandidatePlan[],
      nowMs: number,
    ): string | null {
      const chosen = candidates.find((candidate) => fits([...common, ...candidate.checks], nowMs));
      if (!chosen) return null;
      const touches = [
        ...common.map((check) => ({ check, atMs: nowMs, candidateId: null })),
        ...chosen.checks.map((check) => ({ check, atMs: nowMs, candidateId: chosen.id })),
      ];
      facts.set(requestId, { touches, endedAtMs: null, amounts: null });
      return chosen.id;
    },
    /** `amounts` null: cancelled, everything returned. */
    end(requestId: string, amounts: AttemptActuals["amounts"] | null, nowMs: number): void {
      const fact = facts.get(requestId);
      if (fact && fact.endedAtMs === null) facts.set(requestId, { ...fact, endedAtMs: nowMs, amounts });
    },
    /** Used and held together, in the check's running period. */
    stands,
  };
}
