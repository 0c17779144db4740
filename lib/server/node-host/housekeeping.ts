import type { GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import { drainOnce } from "@/lib/ledger/drain";
import { reportError } from "@/lib/server/report-error";
import type { HostLedger } from "./host-ledger";
import { startLoop } from "./loop";

type Options = {
  ledger: Pick<HostLedger, "ledger" | "turn" | "mayReap" | "maintain">;
  database: GatewayDatabase;
  leaseMs: number;
  /** Between two drains that found less than a batch. */
  drainEveryMs: number;
};

export type Housekeeping = {
  /** Drains at once instead of at the next turn. */
  drainNow(): Promise<void>;
  stop(): Promise<void>;
};

const BATCH = 1_000;
const RECONCILE_EVERY_MS = 2_000;
const EVIDENCE_EVERY_MS = 3_600_000;
/** Whoever did it last may be gone when it is due. */
const EVIDENCE_LOOK_MS = 60_000;
const EVIDENCE_FIRST_AFTER_MS = 30_000;
const LAST_DRAIN_MS = 10_000;

/**
 * What the data plane does beside answering: drain, reap, reconcile versions, prepare partitions, close budget periods,
 * retain. Of several processes each drains its share and reaps what it finds; what is done by the hour one does for all.
 */
export function startHousekeeping({ ledger: host, database, leaseMs, drainEveryMs }: Options): Housekeeping {
  const { ledger } = host;
  const sink = { records: database.storeRecords, adjustments: database.storeAdjustments };
  const drain = async () => (await drainOnce(ledger, sink, BATCH)) === BATCH;
  const drainLoop = startLoop({
    name: "Draining records",
    intervalMs: drainEveryMs,
    maxBackoffMs: 2_000,
    task: drain,
  });
  const others = [
    startLoop({
      name: "Reaping expired holds and tending the journal",
      intervalMs: Math.min(1_000, Math.ceil(leaseMs / 2)),
      maxBackoffMs: 5_000,
      task: async () => {
        if (host.mayReap()) await ledger.reap();
        host.maintain();
        return false;
      },
    }),
    startLoop({
      name: "Reconciling configuration versions",
      intervalMs: RECONCILE_EVERY_MS,
      maxBackoffMs: 10_000,
      task: async () => {
        await database.lapseCredits();
        await ledger.bump(await database.recentVersions());
        return false;
      },
    }),
    startLoop({
      name: "Preparing partitions, closing budget periods and applying retention",
      intervalMs: EVIDENCE_LOOK_MS,
      firstAfterMs: EVIDENCE_FIRST_AFTER_MS,
      maxBackoffMs: EVIDENCE_EVERY_MS,
      task: async () => {
        if (!(await host.turn("evidence", EVIDENCE_EVERY_MS))) return false;
        await database.ensurePartitions(7);
        await database.closeBudgetPeriods();
        await database.applyRetention();
        return false;
      },
    }),
  ];

  return {
    drainNow: drainLoop.now,
    async stop() {
      await Promise.all([drainLoop.stop(), ...others.map((loop) => loop.stop())]);
      await drainTheRest(drain);
    },
  };
}

/** What the database does not take now stays in the journal and is drained at the next start. */
async function drainTheRest(drain: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LAST_DRAIN_MS;
  try {
    while (await drain()) if (performance.now() > deadline) break;
  } catch (cause) {
    reportError("The last records stay in the journal until the next start.", {}, cause);
  }
}
