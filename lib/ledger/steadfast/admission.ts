import type { Clock } from "@/lib/kernel/clock";
import { type Admission, BacklogFull, type Ledger, LedgerUnavailable, type Opening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import type { Keeper } from "./keeper";
import { hasHardBudget, keptRequest } from "./kept-request";
import type { Presence } from "./presence";

type Parts = {
  inner: Ledger;
  keeper: Keeper;
  presence: Presence;
  clock: Clock;
  /** Admissions that the store may have made although their callers were refused, and until when it may make them. */
  doubtful: Map<string, number>;
  maxUnstored: number;
  notAfterMs: () => number | undefined;
};

/** Admits by the store, and by the policy of the workspace where the store is away or was emptied. */
export function createAdmission(parts: Parts): Ledger["admit"] {
  const { inner, keeper, presence, clock, doubtful, maxUnstored, notAfterMs } = parts;

  function keep(
    opening: Opening,
    common: readonly Check[],
    candidates: readonly CandidatePlan[],
    leaseMs: number,
    { candidateId, createdAtMs }: Extract<Admission, { outcome: "admitted" }>,
    isInStore: boolean,
  ): void {
    const chosen = candidates.find(({ id }) => id === candidateId) ?? { id: candidateId, checks: [] };
    keeper.keep(keptRequest(opening, common, chosen, leaseMs, createdAtMs, isInStore));
  }

  const alone: (...args: Parameters<Ledger["admit"]>) => Admission = (opening, common, candidates, leaseMs) => {
    if (opening.ifAway !== "open" || hasHardBudget(common)) throw away();
    if (keeper.unstored.size >= maxUnstored) {
      throw new BacklogFull("The ledger is away, and as much waits for it as this process can keep.");
    }
    const admission = presence.beginShare().admit(clock.nowMs(), opening, common, candidates, leaseMs);
    if (admission === null) throw away();
    if (admission.outcome === "admitted") keep(opening, common, candidates, leaseMs, admission, false);
    return admission;
  };

  return async (opening, common, candidates, leaseMs) => {
    if (presence.standing() !== "here") return alone(opening, common, candidates, leaseMs);
    const notAfter = notAfterMs();
    const dated = notAfter === undefined ? opening : { ...opening, notAfterMs: notAfter };
    let admission: Admission;
    try {
      admission = await presence.ask(() => inner.admit(dated, common, candidates, leaseMs));
    } catch (cause) {
      if (!(cause instanceof LedgerUnavailable)) throw cause;
      doubtful.set(opening.requestId, notAfter ?? 0);
      const decided = alone(opening, common, candidates, leaseMs);
      if (decided.outcome === "admitted") doubtful.delete(opening.requestId);
      return decided;
    }
    if (admission.outcome === "lost") {
      presence.set("lost");
      return alone(opening, common, candidates, leaseMs);
    }
    if (admission.outcome === "admitted") keep(opening, common, candidates, leaseMs, admission, true);
    return admission;
  };
}

function away(): LedgerUnavailable {
  return new LedgerUnavailable("The ledger is away, and this call may not be decided without it.");
}
