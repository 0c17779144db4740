import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import {
  budgetOf,
  checkOf,
  createManualClock,
  isAdmitted,
  LEASE_MS,
  openingOf,
  START_MS,
  settleOnly,
} from "./ledger-fixtures";

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "formats-")), "ledger");
  mkdirSync(dir);
});
afterEach(() => rmSync(join(dir, ".."), { recursive: true }));

const lineOf = (value: unknown) => {
  const json = JSON.stringify(value);
  return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;
};
const journalPath = () => join(dir, readdirSync(dir).find((name) => name.startsWith("journal-")) ?? "none");

function write(lines: readonly unknown[]): void {
  writeFileSync(join(dir, "journal-0000000000.ndjson"), lines.map(lineOf).join(""));
}

/** A journal as Sluice wrote it before its lines held lists: an event a line, rules by number. */
function writeFormatOne(): void {
  const { subject: _s, amount: _a, current, next: _n, ...calls } = checkOf();
  const { subject: _s2, amount: _a2, current: month, next: _n2, ...money } = budgetOf({ thresholds: [1] });
  const opening = { ...openingOf("r1"), reserve: { cost_nano_usd: 70 } };
  const common = [
    [0, "", 1, current.startMs, current.endMs],
    [1, "", 70, month.startMs, month.endMs],
  ];
  const admit = { kind: "admit", atMs: START_MS, leaseMs: LEASE_MS, candidateId: "only", waitMs: 0, own: [] };
  const closing = { outcome: "completed", fields: { status_code: 200 } };
  const lines = [
    { kind: "header", format: 1, file: "journal", generation: 0 },
    { kind: "rule", n: 0, facts: calls },
    { kind: "rule", n: 1, facts: money },
    { ...admit, opening, common },
    { ...admit, opening: openingOf("r2"), common },
    { ...admit, opening: openingOf("r3"), common: [], own: common },
    { kind: "replace", atMs: START_MS + 1, requestId: "r3", candidateId: "other", own: common },
    {
      kind: "settle",
      atMs: START_MS + 2,
      requestId: "r1",
      actuals: [{ candidateId: "only", amounts: { requests: 1, cost_nano_usd: 20_000_000 } }],
      closing,
    },
    { kind: "record", atMs: START_MS + 3, requestId: "r4", closing: { ...closing, outcome: "refused" } },
    { kind: "acknowledge", atMs: START_MS + 4, ids: ["1"] },
    { kind: "bump", atMs: START_MS + 5, versions: { "ws/workspace": 4 } },
  ];
  write(lines);
}

/** The same as lists, with every value of every record. */
function writeFormatTwo(): void {
  const { subject: _s, amount: _a, current, next: _n, ...calls } = checkOf();
  const { subject: _s2, amount: _a2, current: month, next: _n2, ...money } = budgetOf({ thresholds: [1] });
  const admit = (id: string, common: number) => {
    const { workspaceId } = openingOf(id);
    const holds = [0, "", 1, 1, "", 70];
    return ["admit", 0, id, workspaceId, "only", LEASE_MS, 0, [0], [2, 70], [0], common, ...holds];
  };
  write([
    { kind: "header", format: 2, file: "journal", generation: 0 },
    [
      ["from", START_MS],
      ["names", 0, []],
      ["names", 1, ["status_code"]],
      ["names", 2, ["cost_nano_usd"]],
      ["names", 3, ["requests", "cost_nano_usd"]],
      ["rule", 0, calls],
      ["plan", 0, 0, current.startMs, current.endMs],
      ["rule", 1, money],
      ["plan", 1, 1, month.startMs, month.endMs],
      admit("r1", 2),
      admit("r2", 2),
      admit("r3", 0),
    ],
    [
      ["settle", 2, "r1", "completed", [1, 200], "only", [3, 1, 20_000_000]],
      ["record", 3, "r4", "refused", [1, 200]],
      ["ack", 4, 1, 1],
      { kind: "bump", atMs: START_MS + 5, versions: { "ws/workspace": 4 } },
    ],
  ]);
}

const seen = async (ledger: ReturnType<typeof createMemoryLedger>) => ({
  balances: await ledger.balances([{ ruleId: "rule" }, { ruleId: "budget" }]),
  holds: (await ledger.openHolds({})).map(({ requestId, candidateId, amounts }) => ({
    requestId,
    candidateId,
    amounts: amounts.map(({ amount }) => amount),
  })),
  records: (await ledger.drain(100)).records.map((record) => record.request_id),
});

describe("a journal of an earlier format", () => {
  it.each([
    { format: 1, writeIt: writeFormatOne, r3: { candidateId: "other", amounts: [1, 1, 70] }, held: 3 },
    { format: 2, writeIt: writeFormatTwo, r3: { candidateId: "only", amounts: [1, 70] }, held: 2 },
  ])(
    "$format is read as it was meant, goes on in the present one, and is read again with both parts",
    async ({ writeIt, r3, held }) => {
      writeIt();
      const clock = createManualClock();
      const ledger = createMemoryLedger({ dir, clock });
      expect(await seen(ledger)).toEqual({
        balances: [
          expect.objectContaining({ ruleId: "rule", used: 1, held }),
          expect.objectContaining({ ruleId: "budget", used: 20_000_000, held: 140 }),
        ],
        holds: [
          { requestId: "r2", candidateId: "only", amounts: [1, 70] },
          { requestId: "r3", ...r3 },
        ],
        records: ["r4"],
      });
      expect(await ledger.fresh({ "ws/workspace": 3 })).toBe(false);
      await isAdmitted(ledger, "r5", checkOf());
      await settleOnly(ledger, "r2", { requests: 1, cost_nano_usd: 7 });
      const before = await seen(ledger);
      await ledger.close();
      expect(readFileSync(journalPath(), "utf8")).toContain('{"kind":"header","format":3,');
      const successor = createMemoryLedger({ dir, clock });
      expect(await seen(successor)).toEqual(before);
      expect(before.holds.map(({ requestId }) => requestId)).toEqual(["r3", "r5"]);
      await successor.close();
    },
  );

  it("may end in a line that a crash cut, which is forgiven at every length", async () => {
    const clock = createManualClock();
    const whole = lineOf({ kind: "bump", atMs: START_MS, versions: { "ws/workspace": 9 } });
    for (let length = 0; length < whole.length; length += 1) {
      writeFormatOne();
      appendFileSync(journalPath(), whole.slice(0, length));
      const ledger = createMemoryLedger({ dir, clock });
      expect(await ledger.fresh({ "ws/workspace": 4 })).toBe(true);
      await ledger.close();
    }
  });
});

describe("a journal of a format to come", () => {
  it("is refused with the format that this version reads", () => {
    const header = lineOf({ kind: "header", format: 99, file: "journal", generation: 0 });
    writeFileSync(join(dir, "journal-0000000000.ndjson"), header);
    expect(() => createMemoryLedger({ dir, clock: createManualClock() })).toThrow(
      "a journal of format 99, but this version of Sluice reads a journal of format 3",
    );
  });
});

describe("the lines of a burst", () => {
  it("are all there or none at every byte where a crash may cut them, and nothing before them is lost", async () => {
    const clock = createManualClock();
    const ledger = createMemoryLedger({ dir, clock });
    await isAdmitted(ledger, "r0", checkOf());
    const before = readFileSync(journalPath()).length;
    await Promise.all(["r1", "r2", "r3"].map((id) => isAdmitted(ledger, id, checkOf())));
    await ledger.close();
    const bytes = readFileSync(journalPath());
    for (let length = before; length <= bytes.length; length += 1) {
      writeFileSync(journalPath(), bytes.subarray(0, length));
      const successor = createMemoryLedger({ dir, clock });
      expect(await successor.openHolds({})).toHaveLength(length === bytes.length ? 4 : 1);
      await successor.close();
    }
  });
});
