import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSocketLedger } from "@/lib/adapters/ledger-socket/client";
import { createLedgerServer } from "@/lib/adapters/ledger-socket/server";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { describeLedger } from "./ledger.contract";
import { createManualClock, type LedgerUnderTest } from "./ledger-fixtures";
import { describeLedgerHolds } from "./ledger-holds.contract";
import { describeLedgerRestore } from "./ledger-restore.contract";

async function makeMemory(): Promise<LedgerUnderTest & { dir: string }> {
  const dir = mkdtempSync(join(tmpdir(), "ledger-"));
  const clock = createManualClock();
  const ledger = createMemoryLedger({ dir: join(dir, "ledger"), clock });
  return {
    ledger,
    clock,
    dir,
    async close() {
      await ledger.close();
      rmSync(dir, { recursive: true });
    },
  };
}

async function makeSocket(): Promise<LedgerUnderTest> {
  const memory = await makeMemory();
  const path = join(memory.dir, "ledger.sock");
  const server = await createLedgerServer({ ledger: memory.ledger, path });
  const ledger = createSocketLedger({ path });
  return {
    ledger,
    clock: memory.clock,
    async close() {
      await ledger.close();
      await server.close();
      await memory.close();
    },
  };
}

for (const [name, make] of [
  ["memory", makeMemory],
  ["socket", makeSocket],
] as const) {
  describeLedger(name, make);
  describeLedgerHolds(name, make);
  describeLedgerRestore(name, make);
}
