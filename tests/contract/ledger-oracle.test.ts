import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { describeLedgerCases } from "./ledger-cases.contract";
import { createManualClock, type LedgerUnderTest } from "./ledger-fixtures";
import { describeLedgerOracle } from "./ledger-oracle.contract";

async function makeMemory(): Promise<LedgerUnderTest> {
  const clock = createManualClock();
  const ledger = createMemoryLedger({ dir: null, clock });
  return { ledger, clock, close: () => ledger.close() };
}

describeLedgerOracle("memory", makeMemory, 600);
describeLedgerCases("memory", makeMemory);
