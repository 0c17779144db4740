import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { createSocketLedger } from "@/lib/adapters/ledger-socket/client";
import { createLedgerServer } from "@/lib/adapters/ledger-socket/server";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { isRedisMissing, type SharedStores, startSharedStores } from "@/tests/helpers/ledger-makers";
import { describeLedgerCases } from "./ledger-cases.contract";
import { describeLedgerEdges } from "./ledger-edges.contract";
import { createManualClock, type LedgerUnderTest } from "./ledger-fixtures";
import { describeLedgerLeaseEdges } from "./ledger-lease-edges.contract";
import { describeLedgerOracle } from "./ledger-oracle.contract";

async function makeMemory(): Promise<LedgerUnderTest> {
  const clock = createManualClock();
  const ledger = createMemoryLedger({ dir: null, clock });
  return { ledger, clock, close: () => ledger.close() };
}

async function makeSocket(): Promise<LedgerUnderTest> {
  const memory = await makeMemory();
  const dir = mkdtempSync(join(tmpdir(), "oracle-"));
  const path = join(dir, "ledger.sock");
  const server = await createLedgerServer({ ledger: memory.ledger, path });
  const ledger = createSocketLedger({ path });
  return {
    ledger,
    clock: memory.clock,
    async close() {
      await ledger.close();
      await server.close();
      await memory.close();
      rmSync(dir, { recursive: true });
    },
  };
}

describeLedgerOracle("memory", makeMemory, 600);
describeLedgerOracle("socket", makeSocket, 60);
describeLedgerCases("memory", makeMemory);
describeLedgerCases("socket", makeSocket);
describeLedgerEdges("memory", makeMemory);
describeLedgerLeaseEdges("memory", makeMemory);
describeLedgerEdges("socket", makeSocket);
describeLedgerLeaseEdges("socket", makeSocket);

describe.skipIf(isRedisMissing)("over one Redis", () => {
  let stores: SharedStores;
  beforeAll(async () => {
    stores = await startSharedStores();
  });
  afterAll(() => stores.stop());

  describeLedgerOracle("redis", () => stores.redis(), 120);
  describeLedgerOracle("upstash", () => stores.upstash(), 25);
  describeLedgerEdges("redis", () => stores.redis());
  describeLedgerLeaseEdges("redis", () => stores.redis());
  describeLedgerEdges("upstash", () => stores.upstash());
  describeLedgerLeaseEdges("upstash", () => stores.upstash());
});
