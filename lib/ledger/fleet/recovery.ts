import { type Ledger, LedgerUnavailable } from "@/lib/ledger/port";
import type { CountedBefore, SharedLedger } from "@/lib/ledger/shared";
import { giveBack, isOwing, type StoredIds } from "@/lib/ledger/steadfast/give-back";
import type { Steadfast } from "@/lib/ledger/steadfast/steadfast-ledger";
import type { Fleet, Pulse } from "./fleet";

export type RecoveryOptions = {
  steadfast: Steadfast;
  shared: SharedLedger;
  fleet: Fleet;
  newToken: () => string;
  /** Milliseconds that only grow. */
  stopwatch: () => number;
  /** Rejects when Postgres cannot answer: without it no counter can be rebuilt. */
  stored: (requestIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** What all rules have counted by now, without these requests. */
  counted: (without: readonly string[], nowMs: number) => Promise<readonly CountedBefore[]>;
  versions: () => Promise<Parameters<Ledger["bump"]>[0]>;
  /** Resolves when no batch of this process is on its way to Postgres. */
  drained: () => Promise<void>;
  /** What was cached under the old store's versions must go. */
  onLost: () => void;
  /** Told of what went wrong and was done without. */
  report: (message: string, cause: unknown) => void;
  /** How long the leader waits for processes that were heard of so long before. */
  patienceMs: number;
};

export type Recovery = {
  /** One look at the store and what follows from it. "soon": there is more to do at once. */
  tick(): Promise<"soon" | "later">;
  /** The last answer of the store, and when it was asked for by the stopwatch. */
  last(): { pulse: Pulse; askedMs: number } | null;
};

type State = {
  last: { pulse: Pulse; askedMs: number } | null;
  /** The round whose store has all that this process kept, and since when. */
  settled: { round: string; sinceMs: number } | null;
  /** When each process was heard of last. A store that was just emptied knows only those who have spoken since. */
  heardMs: Map<string, number>;
};

/** Sees that the store is away, back or emptied, gives back what this process kept, and rebuilds where it leads. */
export function createRecovery(options: RecoveryOptions): Recovery {
  const { steadfast, shared, fleet, stopwatch } = options;
  const { keeper, presence } = steadfast;
  const state: State = { last: null, settled: null, heardMs: new Map() };

  async function tick(): Promise<"soon" | "later"> {
    const unask = keeper.beforePulse();
    const askedMs = stopwatch();
    let pulse: Pulse;
    try {
      pulse = await fleet.pulse();
    } catch (cause) {
      unask();
      if (!(cause instanceof LedgerUnavailable)) throw cause;
      presence.set("away");
      return "later";
    }
    const before = state.last?.pulse ?? null;
    state.last = { pulse, askedMs };
    for (const member of pulse.members) state.heardMs.set(member, askedMs);
    if (before !== null && pulse.round === before.round && pulse.count <= before.count) {
      unask();
      if (await fleet.disown(pulse.round)) await shared.wipe();
      return "soon";
    }
    if (pulse.round !== state.settled?.round) return await returnAll(options, state, pulse);
    if (pulse.epoch === null) return await lead(options, state, pulse);
    if (presence.standing() === "here") keeper.drainedUpTo(pulse.oldestMs, pulse.newestMs);
    await comeBack(options, pulse);
    return "later";
  }

  return { tick, last: () => state.last };
}

/** The store was emptied since this process knew it, or this process is new to it. */
async function returnAll(options: RecoveryOptions, state: State, pulse: Pulse): Promise<"soon"> {
  const { steadfast, shared, fleet, stored, stopwatch } = options;
  steadfast.presence.set("lost");
  // What was given back in the round before is gone as well.
  steadfast.keeper.doubtAll();
  options.onLost();
  await options.drained();
  const ids = await giveBack(steadfast, shared, stored, pulse.nowMs);
  if (await fleet.returned(pulse.round, ids)) state.settled = { round: pulse.round, sinceMs: stopwatch() };
  return "soon";
}

/** Every process has given back; one of them adds what Postgres knows and opens the store. */
async function lead(options: RecoveryOptions, state: State, pulse: Pulse): Promise<"soon" | "later"> {
  const { fleet, shared, steadfast, newToken } = options;
  steadfast.presence.set("lost");
  if (!pulse.isLeader || isAwaiting(options, state, pulse)) return "later";
  const token = newToken();
  const begun = await fleet.begin(pulse.round, token);
  if (begun === "not yours") return "later";
  if (begun === "half done") {
    await shared.wipe();
    return "soon";
  }
  const cells = await options.counted(await fleet.claims(), pulse.nowMs);
  if (!(await shared.addUsed(cells, token))) return "soon";
  await shared.bump(await options.versions());
  await fleet.complete(pulse.round, token, newToken());
  return "soon";
}

/** Whether a process that was heard of lately has not given back yet, and may still. */
function isAwaiting({ stopwatch, patienceMs }: RecoveryOptions, { settled, heardMs }: State, pulse: Pulse): boolean {
  if (settled === null || stopwatch() - settled.sinceMs >= patienceMs) return settled === null;
  for (const [member, atMs] of heardMs) {
    if (atMs < settled.sinceMs - patienceMs) heardMs.delete(member);
    else if (!pulse.returned.includes(member)) return true;
  }
  return false;
}

/** What could not be told while the store was away, or was told to it in vain. */
async function comeBack({ steadfast, shared, stored, report }: RecoveryOptions, pulse: Pulse): Promise<void> {
  const { presence, keeper } = steadfast;
  // Only the way to the store was gone: the store itself knows best, and Postgres need not answer.
  const storedOrNull: StoredIds = (ids) =>
    stored(ids).catch((cause: unknown) => {
      report("Postgres did not say which requests it has; the store is asked alone.", cause);
      return null;
    });
  if (presence.standing() === "away") {
    // It may have come back without the last of what it was told.
    keeper.doubtAll();
    await giveBack(steadfast, shared, storedOrNull, pulse.nowMs);
  }
  presence.set("here");
  if (isOwing(steadfast)) await giveBack(steadfast, shared, storedOrNull, pulse.nowMs);
}
