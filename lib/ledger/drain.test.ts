import { describe, expect, it } from "vitest";
import { drainOnce } from "./drain";
import { createLedgerModel } from "./model/model";

function ledgerWithTwoRecords() {
  const model = createLedgerModel(() => undefined);
  model.record(1, "r1", { outcome: "refused", fields: {} });
  model.record(2, "r2", { outcome: "refused", fields: {} });
  model.adjust(3, { id: "a1", workspaceId: "w", requestId: null, targets: [], reason: "credit" });
  return {
    drain: async (max: number) => model.drain(4, max),
    acknowledge: async (ids: readonly string[]) => model.acknowledge(4, ids),
  };
}

describe("drainOnce", () => {
  it("hands over everything once it is stored, in order, at most max at a time", async () => {
    const stored: string[] = [];
    const sink = {
      records: async (records: readonly { request_id: string }[]) =>
        void stored.push(...records.map((r) => r.request_id)),
      adjustments: async (adjustments: readonly { id: string }[]) => void stored.push(...adjustments.map((a) => a.id)),
    };
    const ledger = ledgerWithTwoRecords();
    expect([
      await drainOnce(ledger, sink, 2),
      await drainOnce(ledger, sink, 2),
      await drainOnce(ledger, sink, 2),
    ]).toEqual([2, 1, 0]);
    expect(stored).toEqual(["r1", "r2", "a1"]);
  });

  it("drains the same again when the sink failed", async () => {
    const ledger = ledgerWithTwoRecords();
    const broken = { records: () => Promise.reject(new Error("database away")), adjustments: async () => undefined };
    await expect(drainOnce(ledger, broken, 10)).rejects.toThrow("database away");
    expect((await ledger.drain(10)).ids).toHaveLength(3);
  });
});
