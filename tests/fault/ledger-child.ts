import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { checkOf } from "@/tests/contract/ledger-fixtures";

/** Admits and settles without end and prints each answer it was given; the test kills it in the middle. */
async function main(dir: string, round: string): Promise<void> {
  const clock = { nowMs: () => Date.now() };
  const ledger = createMemoryLedger({ dir, clock, compactAtBytes: 100_000 });
  const worker = async (name: string) => {
    for (let n = 0; ; n += 1) {
      const requestId = `${round}-${name}-${n}`;
      const check = checkOf({ limit: Number.MAX_SAFE_INTEGER, nowMs: clock.nowMs() });
      const opening = { requestId, workspaceId: "ws", versions: {}, fields: { padding: "x".repeat(300) } };
      await ledger.admit(opening, [check], [{ id: "only", checks: [] }], 1_000_000);
      process.stdout.write(`admitted ${requestId}\n`);
      if (n % 3 === 2) continue;
      await ledger.settle(requestId, [{ candidateId: "only", amounts: { requests: 1 } }], {
        outcome: "completed",
        fields: {},
      });
      process.stdout.write(`settled ${requestId}\n`);
      if (n % 50 === 0) ledger.maintain();
    }
  };
  await Promise.all(["a", "b", "c", "d"].map(worker));
}

await main(process.argv[2] ?? "", process.argv[3] ?? "");
