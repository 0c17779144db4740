import { join, resolve } from "node:path";
import { createSocketLedger } from "@/lib/adapters/ledger-socket/client";
import { serverEnv } from "@/lib/env";
import type { Ledger } from "@/lib/gateway/ports";
import { createDatabaseFor } from "@/lib/server/gateway-deps";
import { type LedgerChoice, ledgerChoice } from "./ledger-choice";
import { joinSharedLedger, openStore } from "./shared-ledger";

/** The ledger as Next's process has it, for pages and calls alike. */
export type NextLedger = {
  kind: LedgerChoice["kind"];
  ledger: Ledger;
  /** Called when what was cached under the store's versions must go. */
  onLost(forget: () => void): void;
};

/** Next may load this file once a route: they must all find the same ledger. */
const SLOT = Symbol.for("sluice.next.ledger");

/** The store that the environment names, else the Node host's ledger over its socket: never one of its own. */
export function nextLedger(): NextLedger {
  const holder = asHolder(globalThis);
  holder[SLOT] ??= openNextLedger();
  return holder[SLOT];
}

function openNextLedger(): NextLedger {
  const env = serverEnv();
  const choice = ledgerChoice(env);
  if (choice.kind === "memory") {
    const path = env.SLUICE_LEDGER_SOCKET ?? join(resolve(env.SLUICE_HOME), "ledger.sock");
    return { kind: "memory", ledger: createSocketLedger({ path }), onLost: () => undefined };
  }
  const forgetters: (() => void)[] = [];
  const { ledger } = joinSharedLedger({
    shared: openStore(choice).shared,
    database: createDatabaseFor(env),
    drained: async () => undefined,
    onLost() {
      for (const forget of forgetters) forget();
    },
  });
  return { kind: choice.kind, ledger, onLost: (forget) => void forgetters.push(forget) };
}

/** The slot is ours alone: nothing else in the process knows its symbol. */
function asHolder(value: object): { [SLOT]?: NextLedger } {
  return value as { [SLOT]?: NextLedger };
}
