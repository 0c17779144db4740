import type {
  Adjustment,
  Admission,
  Amounts,
  AttemptActuals,
  Closing,
  Crossing,
  HoldChange,
  Ledger,
  Opening,
  Reopening,
  SettleResult,
  Versions,
} from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import { apply } from "./apply";
import { pickPeriod, requireAmounts, requireCountable } from "./check";
import { findClosed, forgetReaped } from "./closing";
import { findCounter } from "./counter-table";
import { type Choice, choose, holdsOf, verdictsOf } from "./decide";
import type { LedgerEvent } from "./events";
import { createSweeper } from "./evict";
import { planExtension, planReplacement, planStart } from "./hold-changes";
import { admissionOf, balances, drain, newerVersions, openHolds, verdictsOfEntries } from "./queries";
import { NO_ROW } from "./rows";
import { type Admitted, createState, type LedgerState } from "./state";

type Answer<K extends keyof Ledger> = Awaited<ReturnType<Ledger[K]>>;

/** The ledger's rules as a synchronous state machine. Every member takes the ledger's time first. */
export type LedgerModel = { [K in keyof Ledger]: (nowMs: number, ...args: Parameters<Ledger[K]>) => Answer<K> } & {
  readonly state: LedgerState;
};

/**
 * `commit` is told of each event before it is applied, in order; where it throws, nothing changes.
 * The state given is taken over, e.g. as a journal's replay left it.
 */
export function createLedgerModel(
  commit: (event: LedgerEvent) => void,
  state: LedgerState = createState(),
): LedgerModel {
  const enact = (event: LedgerEvent): readonly Crossing[] => {
    commit(event);
    return apply(state, event);
  };
  const sweep = createSweeper(state);

  return {
    state,
    admit: (nowMs, opening, common, candidates, leaseMs) =>
      admit(state, enact, nowMs, opening, common, candidates, leaseMs),
    restore(nowMs, requests, leaseMs) {
      const unknown = requests.filter(({ opening }) => !isKnown(state, opening.requestId));
      for (const request of unknown) reopen(enact, nowMs, request, leaseMs);
      return unknown.length;
    },
    start(nowMs, requestId) {
      const request = state.open.get(requestId);
      if (!request) return { outcome: "unknown" };
      if (newerVersions(state, request.versions)) return { outcome: "stale" };
      if (!request.isWaiting) return { outcome: "started" };
      const by = planStart(state, request, nowMs);
      if (by) return { outcome: "refused", by };
      enact({ kind: "start", atMs: nowMs, requestId });
      return { outcome: "started" };
    },
    cancel(nowMs, requestId, closing) {
      if (!state.open.has(requestId)) return false;
      enact({ kind: "cancel", atMs: nowMs, requestId, closing });
      return true;
    },
    extend: (nowMs, requestId, delta) => extend(state, enact, nowMs, requestId, delta),
    replace: (nowMs, requestId, candidate) => replace(state, enact, nowMs, requestId, candidate),
    renew(nowMs, requestId, metered) {
      requireAmounts(metered, `renew ${requestId}`);
      if (!state.open.has(requestId)) return false;
      enact({ kind: "renew", atMs: nowMs, requestId, metered });
      return true;
    },
    settle: (nowMs, requestId, actuals, closing) => settle(state, enact, nowMs, requestId, actuals, closing),
    record(nowMs, requestId, closing) {
      if (isKnown(state, requestId)) return;
      enact({ kind: "record", atMs: nowMs, requestId, closing });
    },
    adjust: (nowMs, adjustment) => adjust(state, enact, nowMs, adjustment),
    fresh: (_nowMs, versions) => newerVersions(state, versions) === null,
    bump(nowMs, versions) {
      const raised = Object.entries(versions).filter(([name, n]) => n > (state.versions.get(name) ?? 0));
      if (raised.length > 0) enact({ kind: "bump", atMs: nowMs, versions: Object.fromEntries(raised) });
    },
    balances: (nowMs, queries) => balances(state, queries, nowMs),
    openHolds: (_nowMs, filter) => openHolds(state, filter),
    reap(nowMs) {
      const expired = state.open.values().filter((request) => request.leaseEndsAtMs <= nowMs);
      expired.sort((a, b) => a.leaseEndsAtMs - b.leaseEndsAtMs || (a.id < b.id ? -1 : 1));
      for (const { id } of expired) enact({ kind: "reap", atMs: nowMs, requestId: id });
      forgetReaped(state, nowMs);
      sweep(nowMs);
      return expired.length;
    },
    drain: (_nowMs, max) => drain(state, max),
    acknowledge(nowMs, ids) {
      const known = ids.filter((id) => state.outgoing.has(Number(id)));
      if (known.length > 0) enact({ kind: "acknowledge", atMs: nowMs, ids: known });
    },
  };
}

type Enact = (event: LedgerEvent) => readonly Crossing[];

function admit(
  state: LedgerState,
  enact: Enact,
  nowMs: number,
  opening: Opening,
  common: readonly Check[],
  candidates: readonly CandidatePlan[],
  leaseMs: number,
): Admission {
  const { requestId } = opening;
  const known = state.open.get(requestId) ?? findClosed(state, requestId)?.request;
  if (known) return admissionOf(state, known, nowMs);
  const versions: Versions | null = newerVersions(state, opening.versions);
  if (versions) return { outcome: "stale", versions };
  const choice = choose(state, common, candidates, nowMs);
  if (choice.outcome === "refused") {
    const verdicts = verdictsOf(choice.common.decided, false, false, nowMs);
    return { outcome: "refused", by: choice.by, verdicts, passedOver: choice.passedOver, nowMs };
  }
  const admission = admittedBy(choice, nowMs);
  enact({
    kind: "admit",
    atMs: nowMs,
    opening,
    leaseMs,
    candidateId: choice.candidate.id,
    waitMs: choice.waitMs,
    common: holdsOf(choice.common.decided),
    own: holdsOf(choice.own.decided),
  });
  const request = state.open.get(requestId);
  if (request) request.admission = admission;
  return admission;
}

function admittedBy(choice: Extract<Choice, { outcome: "chosen" }>, nowMs: number): Admitted {
  const isWaiting = choice.waitMs > 0;
  return {
    outcome: "admitted",
    candidateId: choice.candidate.id,
    verdicts:
      choice.own.decided.length === 0
        ? verdictsOf(choice.common.decided, true, isWaiting, nowMs)
        : verdictsOf([...choice.common.decided, ...choice.own.decided], true, isWaiting, nowMs),
    passedOver: choice.passedOver,
    waitMs: choice.waitMs,
    createdAtMs: nowMs,
  };
}

function isKnown(state: LedgerState, requestId: string): boolean {
  return state.open.has(requestId) || state.recorded.has(requestId) || findClosed(state, requestId) !== undefined;
}

/** Charged to the period of the admission that was; the lease begins anew, since its process is known to live. */
function reopen(enact: Enact, nowMs: number, request: Reopening, leaseMs: number): void {
  const { opening, candidateId } = request;
  const createdAtMs = Math.min(request.createdAtMs, nowMs);
  for (const check of [...request.common, ...request.own]) requireCountable(check);
  const hold = (check: Check) => ({ check, period: pickPeriod(check, createdAtMs) });
  const [common, own] = [request.common.map(hold), request.own.map(hold)];
  enact({ kind: "admit", atMs: createdAtMs, opening, leaseMs, candidateId, waitMs: 0, common, own });
  enact({ kind: "renew", atMs: nowMs, requestId: opening.requestId, metered: {} });
}

function extend(state: LedgerState, enact: Enact, nowMs: number, requestId: string, delta: Amounts): HoldChange {
  requireAmounts(delta, `extend ${requestId}`);
  const request = state.open.get(requestId);
  if (!request) return { outcome: "unknown" };
  const plan = planExtension(state, request, delta, nowMs);
  if (plan.by) return { outcome: "refused", by: plan.by };
  enact({ kind: "extend", atMs: nowMs, requestId, adds: plan.adds });
  return { outcome: "held", verdicts: verdictsOfEntries(state, request, nowMs) };
}

function replace(
  state: LedgerState,
  enact: Enact,
  nowMs: number,
  requestId: string,
  candidate: CandidatePlan,
): HoldChange {
  const request = state.open.get(requestId);
  if (!request) return { outcome: "unknown" };
  const plan = planReplacement(state, request, candidate, nowMs);
  if (plan.by) return { outcome: "refused", by: plan.by };
  enact({ kind: "replace", atMs: nowMs, requestId, candidateId: candidate.id, own: plan.own });
  return { outcome: "held", verdicts: verdictsOfEntries(state, request, nowMs) };
}

function settle(
  state: LedgerState,
  enact: Enact,
  nowMs: number,
  requestId: string,
  actuals: readonly AttemptActuals[],
  closing: Closing,
): SettleResult {
  for (const { candidateId, amounts } of actuals) requireAmounts(amounts, `settle ${requestId} (${candidateId})`);
  const isOpen = state.open.has(requestId);
  if (!isOpen && !findClosed(state, requestId)) return { outcome: "unknown" };
  const crossed = enact({ kind: "settle", atMs: nowMs, requestId, actuals, closing });
  return { outcome: isOpen ? "settled" : "late", crossed };
}

function adjust(state: LedgerState, enact: Enact, nowMs: number, adjustment: Adjustment): boolean {
  if (state.adjusted.has(adjustment.id)) return false;
  for (const { ruleId, delta } of adjustment.targets) {
    if (!Number.isSafeInteger(delta))
      throw new TypeError(`Adjustment ${adjustment.id} of rule ${ruleId}: delta ${delta} is no safe integer.`);
  }
  const known = adjustment.targets.map(
    ({ ruleId, subject }) => findCounter(state.counters, ruleId, subject) !== NO_ROW,
  );
  enact({ kind: "adjust", atMs: nowMs, adjustment, known });
  return true;
}
