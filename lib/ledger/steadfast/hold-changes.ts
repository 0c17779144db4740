import type { Clock } from "@/lib/kernel/clock";
import { type Amounts, type HoldChange, type Ledger, LedgerUnavailable } from "@/lib/ledger/port";
import type { CandidatePlan } from "@/lib/ledger/rules";
import type { Keeper } from "./keeper";
import { addAmounts, hasHardBudget, type Kept } from "./kept-request";
import type { Presence } from "./presence";

type Parts = {
  inner: Ledger;
  keeper: Keeper;
  presence: Presence;
  clock: Clock;
};

type HoldChanges = Pick<Ledger, "start" | "extend" | "replace" | "renew">;

const GRANTED: HoldChange = { outcome: "held", verdicts: [] };

/** What changes a running request's holds. Without the store only a request that no hard budget counts may go on. */
export function createHoldChanges({ inner, keeper, presence, clock }: Parts): HoldChanges {
  const { ask, share, standing } = presence;

  /** The store's answer, or null where this process has to say. */
  async function change(kept: Kept, call: () => Promise<HoldChange>): Promise<HoldChange | null> {
    if (!kept.isInStore) return null;
    try {
      const answer = await ask(call);
      if (answer.outcome !== "unknown") return answer;
      keeper.setStored(kept, false);
    } catch (cause) {
      if (!(cause instanceof LedgerUnavailable) || !mayGoOn(kept)) throw cause;
    }
    return null;
  }

  return {
    async start(requestId) {
      const kept = keeper.requests.get(requestId);
      if (kept && !kept.isInStore && share()?.model.state.open.has(requestId)) {
        return share()?.model.start(clock.nowMs(), requestId) ?? { outcome: "unknown" };
      }
      return await ask(() => inner.start(requestId));
    },
    async extend(requestId, delta) {
      const kept = keeper.requests.get(requestId);
      if (!kept) return await ask(() => inner.extend(requestId, delta));
      const answer = await change(kept, () => inner.extend(requestId, delta));
      if (answer?.outcome === "refused") return answer;
      if (answer === null) requireMayGoOn(kept);
      kept.extended = addAmounts(kept.extended, delta);
      return answer ?? GRANTED;
    },
    async replace(requestId, candidate) {
      const kept = keeper.requests.get(requestId);
      if (!kept) return await ask(() => inner.replace(requestId, candidate));
      const answer = await change(kept, () => inner.replace(requestId, candidate));
      if (answer?.outcome === "refused") return answer;
      if (answer === null) requireMayGoOn(kept, candidate);
      Object.assign(kept, { candidateId: candidate.id, own: candidate.checks, extended: null, metered: null });
      return answer ?? GRANTED;
    },
    async renew(requestId, metered: Amounts) {
      const kept = keeper.requests.get(requestId);
      if (!kept) return await ask(() => inner.renew(requestId, metered));
      kept.metered = { ...kept.metered, ...metered };
      if (!kept.isInStore || standing() === "away") return true;
      const isKnown = await ask(() => inner.renew(requestId, metered));
      // A call that ended meanwhile is unknown because it is over.
      if (!isKnown && kept.end === null) keeper.setStored(kept, false);
      return true;
    },
  };
}

function mayGoOn(kept: Kept, candidate?: CandidatePlan): boolean {
  const checks = [...kept.common, ...(candidate?.checks ?? kept.own)];
  return kept.opening.ifAway === "open" && !hasHardBudget(checks);
}

function requireMayGoOn(kept: Kept, candidate?: CandidatePlan): void {
  if (mayGoOn(kept, candidate)) return;
  throw new LedgerUnavailable("The ledger is away, and this call may take no more without it.");
}
