import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { describeLedger } from "@/tests/contract/ledger.contract";
import { describeLedgerCases } from "@/tests/contract/ledger-cases.contract";
import { describeLedgerEdges } from "@/tests/contract/ledger-edges.contract";
import { createManualClock, type LedgerUnderTest } from "@/tests/contract/ledger-fixtures";
import { describeLedgerHolds } from "@/tests/contract/ledger-holds.contract";
import { describeLedgerLeaseEdges } from "@/tests/contract/ledger-lease-edges.contract";
import { describeLedgerOracle } from "@/tests/contract/ledger-oracle.contract";
import { describeLedgerRestore } from "@/tests/contract/ledger-restore.contract";

async function make(): Promise<LedgerUnderTest> {
  const clock = createManualClock();
  const ledger = createMemoryLedger({ dir: null, clock });
  return { ledger, clock, close: () => ledger.close() };
}

describeLedgerHolds("memory", make);
describeLedger("memory", make);
describeLedgerRestore("memory", make);
describeLedgerCases("memory", make);
describeLedgerEdges("memory", make);
describeLedgerLeaseEdges("memory", make);
describeLedgerOracle("memory", make, 150);
