import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import type { GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import { createUpstashLedger } from "@/lib/adapters/upstash/upstash-ledger";
import { createFleet } from "@/lib/ledger/fleet/fleet";
import { createRecovery } from "@/lib/ledger/fleet/recovery";
import type { Ledger } from "@/lib/ledger/port";
import type { SharedLedger } from "@/lib/ledger/shared";
import { isOwing } from "@/lib/ledger/steadfast/give-back";
import type { Standing } from "@/lib/ledger/steadfast/presence";
import { createSteadfastLedger } from "@/lib/ledger/steadfast/steadfast-ledger";
import { reportError } from "@/lib/server/report-error";
import { systemClock } from "@/lib/server/system-clock";
import type { LedgerChoice } from "./ledger-choice";
import { startPulse } from "./pulse";
import { countedByPostgres } from "./rebuild-counters";

export type SharedChoice = Exclude<LedgerChoice, { kind: "memory" }>;

/** A shared store as one process uses it: what it does not take now it is given later. */
export type ProcessLedger = {
  ledger: Ledger;
  shared: SharedLedger;
  standing(): Standing;
  /** Whether this process does what one of all has to do every `everyMs`. */
  turn(name: string, everyMs: number): Promise<boolean>;
  /** Since when the store has been there, by the stopwatch; null while it is not. */
  hereSinceMs(): number | null;
  /** Resolves once the store admits, or after `atMostMs`. */
  ready(atMostMs: number): Promise<void>;
  /** Tells the store what it is owed as far as it can be told now, and leaves. */
  close(): Promise<void>;
};

export type ProcessLedgerOptions = {
  shared: SharedLedger;
  database: GatewayDatabase;
  /** Resolves when no batch of this process is on its way to Postgres. */
  drained: () => Promise<void>;
  onLost: () => void;
  timeoutMs?: number;
};

/** A call of the store that takes longer has failed. */
export const STORE_TIMEOUT_MS = 1_000;
const MEMBER_TTL_MS = 3_000;
const PATIENCE_MS = 2_500;
/** How long a process that ends waits for a store that is away, to tell it what it is owed. */
const LAST_WORDS_MS = 5_000;
/** Records of a process that died between reading and storing them. */
const CLAIM_AFTER_MS = 5_000;
/** A request's row is made within days of it, whatever the processes' clocks say. */
const ROWS_SINCE_MS = 2 * 86_400_000;

/** The store's own ledger, and a wait for its first connection. */
export type OpenedStore = { shared: SharedLedger; connected(withinMs: number): Promise<void> };

export function openStore(choice: SharedChoice, timeoutMs = STORE_TIMEOUT_MS): OpenedStore {
  const common = { consumer: `${hostname()}-${process.pid}-${randomUUID()}`, timeoutMs, claimAfterMs: CLAIM_AFTER_MS };
  if (choice.kind === "upstash") {
    const shared = createUpstashLedger({ url: choice.url, token: choice.token, ...common });
    return { shared, connected: () => Promise.resolve() };
  }
  const report = (message: string, cause: unknown) => reportError(message, { ledger: "redis" }, cause);
  const shared = createRedisLedger({ url: choice.url, reportError: report, ...common });
  return { shared, connected: shared.ready };
}

/** Joins the processes that share a store, and stays with it through its outages. */
export function joinSharedLedger(options: ProcessLedgerOptions): ProcessLedger {
  const { shared, database, timeoutMs = STORE_TIMEOUT_MS } = options;
  const stopwatch = () => performance.now();
  const newToken = () => randomUUID();
  const fleet = createFleet({ shared, id: newToken(), newToken, memberTtlMs: MEMBER_TTL_MS });
  let hereSinceMs: number | null = null;
  const steadfast = createSteadfastLedger({
    inner: shared,
    clock: systemClock,
    startsAs: "away",
    processes: () => recovery.last()?.pulse.members.length ?? 1,
    notAfterMs() {
      const last = recovery.last();
      return last === null ? undefined : Math.ceil(last.pulse.nowMs + stopwatch() - last.askedMs + timeoutMs);
    },
    onChange(standing) {
      hereSinceMs = standing === "here" ? stopwatch() : null;
      if (standing !== "here") pulse.hurry();
      reportStanding(standing);
    },
  });
  const recovery = createRecovery({
    ...{ steadfast, shared, fleet, newToken, stopwatch },
    stored: (ids) => database.storedRequests(ids, systemClock.nowMs() - ROWS_SINCE_MS),
    counted: (without, nowMs) => countedByPostgres(database, without, nowMs),
    versions: database.recentVersions,
    drained: options.drained,
    onLost: options.onLost,
    report: (message, cause) => reportError(message, {}, cause),
    patienceMs: PATIENCE_MS,
  });
  const pulse = startPulse(recovery.tick, () => steadfast.presence.standing() === "here");

  return {
    ledger: steadfast.ledger,
    shared,
    standing: steadfast.presence.standing,
    turn: fleet.turn,
    hereSinceMs: () => hereSinceMs,
    async ready(atMostMs) {
      const deadline = stopwatch() + atMostMs;
      while (steadfast.presence.standing() !== "here" && stopwatch() < deadline) await delay(20);
    },
    async close() {
      const deadline = stopwatch() + LAST_WORDS_MS;
      while (isOwing(steadfast) && stopwatch() < deadline) await delay(50);
      await pulse.stop();
      await fleet.leave().catch((cause: unknown) => reportError("The ledger was not told of the end.", {}, cause));
      await shared.close();
    },
  };
}

function reportStanding(standing: Standing): void {
  const sentences: Record<Standing, string> = {
    here: "The ledger answers, and calls are counted by it.",
    away: "The ledger's store does not answer; calls are refused or admitted as each workspace wants it.",
    lost: "The ledger's store is empty or new; its counters are being rebuilt from the database.",
  };
  reportError(sentences[standing], { standing });
}
