import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDurableModel, type DurableModel } from "./durable-model";
import { type Journal, openJournal } from "./journal";

let dir: string;
let now = 1_000_000;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "durable-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A real journal on a disk that is full while `isFull`, leaving half a line as a full disk does. */
function onFullDisk(): { journal: Journal; disk: { isFull: boolean } } {
  const disk = { isFull: false };
  const journal = openJournal(dir);
  const refuse = () => {
    const [name] = readdirSync(dir);
    appendFileSync(join(dir, name ?? ""), '0badc0de {"kind":');
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  };
  return {
    disk,
    journal: {
      ...journal,
      flush: () => (disk.isFull ? refuse() : journal.flush()),
      reload: () => (disk.isFull ? refuse() : journal.reload()),
    },
  };
}

const admit = (durable: DurableModel, requestId: string) =>
  durable.change((model, nowMs) =>
    model.admit(nowMs, { requestId, workspaceId: "w", versions: {}, fields: {} }, [], [{ id: "c", checks: [] }], 1e6),
  );
const openIds = (durable: DurableModel) =>
  durable.read((model, nowMs) => model.openHolds(nowMs, {}).map((hold) => hold.requestId));

describe("a ledger whose disk is full", () => {
  it("rejects changes as unavailable, applies none of them, and goes on once writing works", async () => {
    const { journal, disk } = onFullDisk();
    const durable = createDurableModel(journal, { nowMs: () => now }, 1e9);
    await admit(durable, "before");
    disk.isFull = true;
    const results = await Promise.allSettled([admit(durable, "lost-1"), admit(durable, "lost-2")]);
    expect(results.map((r) => r.status === "rejected" && r.reason.name)).toEqual([
      "LedgerUnavailable",
      "LedgerUnavailable",
    ]);
    await expect(admit(durable, "lost-3")).rejects.toMatchObject({ name: "LedgerUnavailable" });
    expect(durable.isHealthy()).toBe(false);
    now += 2_000;
    await expect(admit(durable, "lost-4")).rejects.toMatchObject({ name: "LedgerUnavailable" });
    disk.isFull = false;
    now += 2_000;
    await admit(durable, "after");
    expect(await openIds(durable)).toEqual(["before", "after"]);
    await durable.close();
    const successor = createDurableModel(openJournal(dir), { nowMs: () => now }, 1e9);
    expect(await openIds(successor)).toEqual(["before", "after"]);
    await successor.close();
  });
});

describe("a journal's writes", () => {
  it("are one for all changes that one step of the event loop brings about, made before any of them is answered", async () => {
    const journal = openJournal(dir);
    const happened: string[] = [];
    const flush = () => {
      happened.push("written");
      journal.flush();
    };
    const durable = createDurableModel({ ...journal, flush }, { nowMs: () => now }, 1e9);
    const admitted = async (requestId: string) => {
      await admit(durable, requestId);
      happened.push(requestId);
    };
    await Promise.all([admitted("at once"), Promise.resolve().then(() => admitted("after a promise"))]);
    expect(happened).toEqual(["written", "at once", "after a promise"]);
    await durable.close();
  });
});

describe("a journal's compaction", () => {
  it.each([
    ["begins once the journal has grown", 10_000, 1_000, true],
    ["waits for less than that", 10_000, 999, false],
    ["waits for a backlog that will be gone in a moment", 10_001, 7_999, false],
    ["but not for ever", 10_001, 8_000, true],
  ])("%s", async (_, records, journalBytes, begins) => {
    const journal = openJournal(dir);
    const compact = vi.fn();
    const grown = { ...journal, compact, journalBytes: () => journalBytes };
    const durable = createDurableModel(grown, { nowMs: () => now }, 1_000);
    const closing = { outcome: "refused", fields: {} } as const;
    for (let n = 0; n < records; n += 1) durable.model().record(now, `r${n}`, closing);
    durable.maintain();
    expect(compact).toHaveBeenCalledTimes(begins ? 1 : 0);
    await durable.close();
  });
});
