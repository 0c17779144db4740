import type { Clock } from "@/lib/kernel/clock";
import type { Ledger } from "@/lib/ledger/port";
import { createAdmission } from "./admission";
import { createEndings } from "./endings";
import { createHoldChanges } from "./hold-changes";
import { createKeeper, type Keeper } from "./keeper";
import { createPresence, type Presence, type Standing } from "./presence";

export type SteadfastOptions = {
  inner: Ledger;
  clock: Clock;
  /** Processes that shared the store when it was last heard of, this one included. */
  processes: () => number;
  /** Beyond this many requests that only this process knows, calls are refused. @default 20000 */
  maxUnstored?: number;
  /** Ends that the store has and Postgres may lack. @default 50000 */
  maxTold?: number;
  /** When the store must have decided, in its own clock; undefined where it has none. */
  notAfterMs?: () => number | undefined;
  /** `away` where nothing may be admitted before the store was looked at. @default "here" */
  startsAs?: Standing;
  /** Told of each change, at once. */
  onChange?: (standing: Standing) => void;
};

export type Steadfast = {
  ledger: Ledger;
  keeper: Keeper;
  presence: Presence;
  /** Admissions that the store may have made although their callers were refused, and until when it may make them. */
  doubtful: Map<string, number>;
};

const MAX_UNSTORED = 20_000;
const MAX_TOLD = 50_000;

/**
 * A ledger over a store that may stand still, go away or be emptied. It remembers what this process opened until Postgres
 * has it, decides by itself what the policy lets it decide while the store is away, and never loses an end it was told.
 */
export function createSteadfastLedger(options: SteadfastOptions): Steadfast {
  const { inner, clock, processes, maxUnstored = MAX_UNSTORED, maxTold = MAX_TOLD } = options;
  const keeper = createKeeper(maxTold);
  const doubtful = new Map<string, number>();
  const { onChange = () => undefined, startsAs = "here" } = options;
  const presence = createPresence({ keeper, clock, processes, onChange, startsAs });
  const { ask } = presence;
  const notAfterMs = options.notAfterMs ?? (() => undefined);

  const ledger: Ledger = {
    ...createHoldChanges({ inner, keeper, presence, clock }),
    ...createEndings(inner, keeper, presence, maxUnstored),
    admit: createAdmission({ inner, keeper, presence, clock, doubtful, maxUnstored, notAfterMs }),
    restore: (requests, leaseMs) => ask(() => inner.restore(requests, leaseMs)),
    adjust: (adjustment) => ask(() => inner.adjust(adjustment)),
    fresh: (versions) => ask(() => inner.fresh(versions)),
    async bump(versions) {
      presence.learn(versions);
      await ask(() => inner.bump(versions));
    },
    balances: (queries) => ask(() => inner.balances(queries)),
    openHolds: (filter) => ask(() => inner.openHolds(filter)),
    reap: () => ask(() => inner.reap()),
    drain: (max) => ask(() => inner.drain(max)),
    acknowledge: (ids) => ask(() => inner.acknowledge(ids)),
  };
  return { ledger, keeper, presence, doubtful };
}
