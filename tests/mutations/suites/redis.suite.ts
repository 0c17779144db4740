import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import { describeLedger } from "@/tests/contract/ledger.contract";
import { describeLedgerCases } from "@/tests/contract/ledger-cases.contract";
import { describeLedgerEdges } from "@/tests/contract/ledger-edges.contract";
import { createManualClock, type LedgerUnderTest } from "@/tests/contract/ledger-fixtures";
import { describeLedgerHolds } from "@/tests/contract/ledger-holds.contract";
import { describeLedgerLeaseEdges } from "@/tests/contract/ledger-lease-edges.contract";
import { describeLedgerOracle } from "@/tests/contract/ledger-oracle.contract";
import { inlineCommand } from "@/tests/helpers/redis-server";

const port = Number(process.env["SLUICE_MUTATION_REDIS_PORT"]);
let made = 0;

async function make(): Promise<LedgerUnderTest> {
  made += 1;
  const clock = createManualClock();
  const prefix = `{${process.pid}-${performance.now()}-${made}}`;
  const url = `redis://127.0.0.1:${port}`;
  const ledger = createRedisLedger({
    url,
    prefix,
    consumer: "only",
    testClock: clock,
    timeoutMs: 5_000,
    reportError: () => undefined,
  });
  await ledger.ready(5_000);
  await inlineCommand(port, `SET ${ledger.keys.epoch} 1`);
  return { ledger, clock, close: () => ledger.close() };
}

describeLedgerEdges("redis", make);
describeLedgerLeaseEdges("redis", make);
describeLedgerHolds("redis", make);
describeLedgerCases("redis", make);
describeLedger("redis", make);
describeLedgerOracle("redis", make, 60);
