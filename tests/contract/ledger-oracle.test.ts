import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { createManualClock, type LedgerUnderTest } from "./ledger-fixtures";
import { describeLedgerOracle } from "./ledger-oracle.contract";

async function makeModel(): Promise<LedgerUnderTest> {
  const clock = createManualClock();
  const ledger = createMemoryLedger({ dir: null, clock });
  return { ledger, clock, close: () => ledger.close() };
}

describeLedgerOracle("memory", makeModel, 600);
