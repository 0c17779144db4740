import { join } from "node:path";
import { createLedgerServer } from "@/lib/adapters/ledger-socket/server";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import type { GatewayDatabase } from "@/lib/adapters/supabase/gateway-database";
import type { ServerEnv } from "@/lib/env";
import type { Ledger } from "@/lib/gateway/ports";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { Standing } from "@/lib/ledger/steadfast/presence";
import { type LedgerChoice, ledgerChoice } from "@/lib/server/ledger/ledger-choice";
import { joinSharedLedger, type OpenedStore, openStore, type SharedChoice } from "@/lib/server/ledger/shared-ledger";
import { reportError } from "@/lib/server/report-error";
import { systemClock } from "@/lib/server/system-clock";

/** The ledger as the Node host has it, whichever it is. */
export type HostLedger = {
  kind: LedgerChoice["kind"];
  ledger: Ledger;
  standing(): Standing;
  /** Whether this process does what one of all has to do every `everyMs`. */
  turn(name: string, everyMs: number): Promise<boolean>;
  /** Whether holds may be ended by their lease: not before those who live could renew them. */
  mayReap(): boolean;
  /** What has to be tended about once a second; throws while it fails. */
  maintain(): void;
  close(): Promise<void>;
};

type Hooks = {
  database: GatewayDatabase;
  /** Resolves when no batch of this process is on its way to Postgres. */
  drained: () => Promise<void>;
  onLost: () => void;
};

const CONNECT_MS = 3_000;
/** A store that does not answer at the start must not keep the pages from being served. */
const FIRST_LOOK_MS = 15_000;

/** Opens the ledger that the environment names. Rejects with a sentence where its settings would lose counters. */
export async function openHostLedger(env: ServerEnv, hooks: Hooks): Promise<HostLedger> {
  const choice = ledgerChoice(env);
  return choice.kind === "memory" ? await openMemory(env) : await openShared(env, choice, hooks);
}

async function openMemory(env: ServerEnv): Promise<HostLedger> {
  const ledger = createMemoryLedger({ dir: join(env.SLUICE_HOME, "ledger"), clock: systemClock });
  const path = env.SLUICE_LEDGER_SOCKET ?? join(env.SLUICE_HOME, "ledger.sock");
  const socket = await createLedgerServer({ ledger, path });
  return {
    kind: "memory",
    ledger,
    standing: () => (ledger.stats().isHealthy ? "here" : "away"),
    turn: createTurns(),
    mayReap: () => true,
    maintain: () => ledger.maintain(),
    async close() {
      await socket.close();
      await ledger.close();
    },
  };
}

async function openShared(env: ServerEnv, choice: SharedChoice, hooks: Hooks): Promise<HostLedger> {
  const store = openStore(choice);
  const { shared } = store;
  try {
    await checkSettings(store, choice.kind);
  } catch (cause) {
    await shared.close();
    throw cause;
  }
  const joined = joinSharedLedger({ shared, ...hooks });
  await joined.ready(FIRST_LOOK_MS);
  return {
    kind: choice.kind,
    ledger: joined.ledger,
    standing: joined.standing,
    turn: joined.turn,
    mayReap() {
      const since = joined.hereSinceMs();
      return since !== null && performance.now() - since >= env.SLUICE_LEASE_MS;
    },
    maintain: () => undefined,
    close: joined.close,
  };
}

/** Throws what would lose counters. A store that is away cannot be looked at. */
async function checkSettings({ shared, connected }: OpenedStore, kind: string): Promise<void> {
  try {
    await connected(CONNECT_MS);
    const { warnings } = await shared.check();
    for (const warning of warnings) reportError(warning, { ledger: kind });
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    reportError("The ledger's store could not be looked at; calls are refused until it answers.", {}, cause);
  }
}

/** The only process there is has every turn. */
function createTurns(): HostLedger["turn"] {
  const lastMs = new Map<string, number>();
  return async (name, everyMs) => {
    const nowMs = performance.now();
    if (nowMs - (lastMs.get(name) ?? Number.NEGATIVE_INFINITY) < everyMs) return false;
    lastMs.set(name, nowMs);
    return true;
  };
}
