import { afterAll, beforeAll, describe } from "vitest";
import { isRedisMissing, type SharedStores, startSharedStores } from "@/tests/helpers/ledger-makers";
import { describeLedger } from "./ledger.contract";
import { describeLedgerCases } from "./ledger-cases.contract";
import { describeLedgerHolds } from "./ledger-holds.contract";
import { describeLedgerRestore } from "./ledger-restore.contract";

describe.skipIf(isRedisMissing)("ledgers in a real Redis", () => {
  let stores: SharedStores;
  beforeAll(async () => {
    stores = await startSharedStores();
  });
  afterAll(() => stores.stop());

  for (const name of ["redis", "upstash"] as const) {
    const make = () => stores[name]();
    describeLedger(name, make);
    describeLedgerHolds(name, make);
    describeLedgerRestore(name, make);
    describeLedgerCases(name, make);
  }
});
