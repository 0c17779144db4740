import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryLedger, type MemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import {
  budgetOf,
  COMPLETED,
  candidateOf,
  checkOf,
  createManualClock,
  isAdmitted,
  LEASE_MS,
  openingOf,
  START_MS,
  settleOnly,
  standing,
} from "./ledger-fixtures";

let folder: string;
let copies = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What another process finds that starts after this one was killed. */
function copyAfterKill(dir: string): string {
  copies += 1;
  const copy = join(folder, `copy-${copies}`);
  cpSync(dir, copy, { recursive: true });
  rmSync(join(copy, "owner.lock"));
  return copy;
}

const RULES = ["calls", "money", "slots", "bucket", "own"];

async function seen(ledger: MemoryLedger) {
  return {
    balances: await ledger.balances(RULES.map((ruleId) => ({ ruleId }))),
    holds: await ledger.openHolds({}),
    drained: await ledger.drain(10_000),
    fresh: await ledger.fresh({ "ws/workspace": 3 }),
  };
}

const op = fc.record({
  kind: fc.constantFrom(
    "admit",
    "admit",
    "settle",
    "cancel",
    "extend",
    "replace",
    "renew",
    "reap",
    "wait",
    "ack",
    "adjust",
    "bump",
    "compact",
    "record",
  ),
  pick: fc.nat(1_000),
  amount: fc.nat(50),
});

function checks(amount: number, nowMs: number) {
  return [
    checkOf({ ruleId: "calls", windowMs: 60_000, nowMs, limit: 1_000 }),
    budgetOf({ ruleId: "money", limit: 100_000, amount, nowMs, thresholds: [1, 50] }),
    checkOf({ ruleId: "slots", metric: "concurrency", limit: 8 }),
    checkOf({
      ruleId: "bucket",
      strategy: "TOKEN_BUCKET",
      limit: 5,
      bucket: { capacity: 5, refillPerSecond: 0.7, maxWaitMs: 0 },
      hard: amount % 2 === 0,
    }),
  ];
}

async function perform(
  ledger: MemoryLedger,
  clock: ReturnType<typeof createManualClock>,
  ops: readonly { kind: string; pick: number; amount: number }[],
) {
  for (const [n, { kind, pick, amount }] of ops.entries()) {
    const holds = await ledger.openHolds({});
    const id = holds[pick % Math.max(1, holds.length)]?.requestId ?? "none";
    const own = candidateOf(`c${pick % 2}`, budgetOf({ ruleId: "own", subject: `s${pick % 2}`, limit: 5_000, amount }));
    if (kind === "admit") await ledger.admit(openingOf(`r${n}`), checks(amount, clock.nowMs()), [own], LEASE_MS);
    if (kind === "settle")
      await ledger.settle(id, [{ candidateId: `c${pick % 2}`, amounts: { cost_nano_usd: amount } }], COMPLETED);
    if (kind === "settle" && pick % 3 === 0)
      await ledger.settle(`r${pick % 20}`, [{ candidateId: "c0", amounts: { cost_nano_usd: amount } }], COMPLETED);
    if (kind === "cancel") await ledger.cancel(id, { outcome: "cancelled", fields: {} });
    if (kind === "extend") await ledger.extend(id, { cost_nano_usd: amount });
    if (kind === "replace") await ledger.replace(id, own);
    if (kind === "renew") await ledger.renew(id, { cost_nano_usd: amount });
    if (kind === "reap") await ledger.reap();
    if (kind === "wait") clock.advance(pick * 40);
    if (kind === "ack") await ledger.acknowledge((await ledger.drain(pick % 5)).ids);
    if (kind === "adjust")
      await ledger.adjust({
        id: `a${pick}`,
        workspaceId: "ws",
        requestId: null,
        targets: [{ ruleId: "money", subject: "", delta: amount }],
        reason: "credit",
      });
    if (kind === "bump") await ledger.bump({ "ws/workspace": pick % 6 });
    if (kind === "compact") ledger.maintain();
    if (kind === "record") await ledger.record(`x${n}`, { outcome: "refused", fields: {} });
  }
}

describe("the memory ledger's journal", () => {
  it("gives a successor the same balances, holds and records after any operations and compactions", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(op, { minLength: 5, maxLength: 60 }), async (ops) => {
        copies += 1;
        const dir = join(folder, `run-${copies}`);
        const clock = createManualClock();
        const ledger = createMemoryLedger({ dir, clock, compactAtBytes: 500 });
        await perform(ledger, clock, ops);
        const successor = createMemoryLedger({ dir: copyAfterKill(dir), clock });
        expect(await seen(successor)).toEqual(await seen(ledger));
        // What happens next must be the same too: buckets, late settlements and reaping included.
        const more = ops.filter(({ kind }) => kind !== "ack").map((o) => ({ ...o, pick: o.pick + 1 }));
        const twin = createManualClock(clock.nowMs());
        await perform(
          successor,
          twin,
          more.filter(({ kind }) => kind !== "wait"),
        );
        await perform(
          ledger,
          clock,
          more.filter(({ kind }) => kind !== "wait"),
        );
        expect(await seen(successor)).toEqual(await seen(ledger));
        await Promise.all([ledger.close(), successor.close()]);
      }),
      { numRuns: 40 },
    );
  });

  it("starts from a journal cut at every byte of its last lines, with every whole line kept", async () => {
    const dir = join(folder, "ledger");
    const clock = createManualClock();
    const ledger = createMemoryLedger({ dir, clock });
    await isAdmitted(ledger, "r1", checkOf());
    const name = journalOf(dir);
    const before = statSync(name).size;
    await isAdmitted(ledger, "r2", checkOf());
    const between = statSync(name).size;
    await settleOnly(ledger, "r1", { requests: 1 });
    const whole = statSync(name).size;
    for (let size = before; size <= whole; size += 1) {
      const copy = copyAfterKill(dir);
      truncateSync(journalOf(copy), size);
      const successor = createMemoryLedger({ dir: copy, clock });
      const expected =
        size < between ? { used: 0, held: 1 } : size < whole ? { used: 0, held: 2 } : { used: 1, held: 1 };
      expect(await standing(successor, "rule")).toEqual(expected);
      expect(await isAdmitted(successor, "r3", checkOf())).toBe(true);
      await successor.close();
      const third = createMemoryLedger({ dir: copy, clock });
      expect((await standing(third, "rule")).held).toBe(expected.held + 1);
      await third.close();
      rmSync(copy, { recursive: true });
    }
    await ledger.close();
  });

  it("refuses a journal damaged in its middle, naming file, byte and remedy", async () => {
    const dir = join(folder, "ledger");
    const ledger = createMemoryLedger({ dir, clock: createManualClock() });
    for (const id of ["r1", "r2", "r3"]) await isAdmitted(ledger, id, checkOf());
    await ledger.close();
    const path = journalOf(dir);
    const bytes = readFileSync(path);
    const at = bytes.indexOf("r2");
    bytes[at] = 0x78;
    writeFileSync(path, bytes);
    const start = bytes.lastIndexOf("\n", at) + 1;
    expect(() => createMemoryLedger({ dir, clock: createManualClock() })).toThrow(
      `${path} is damaged at byte ${start}: a wrong checksum. Restore`,
    );
    expect(() => createMemoryLedger({ dir, clock: createManualClock() })).toThrow("is damaged");
  });

  it("has one owner", async () => {
    const dir = join(folder, "ledger");
    const first = createMemoryLedger({ dir, clock: createManualClock() });
    expect(() => createMemoryLedger({ dir, clock: createManualClock() })).toThrow(`in use by process ${process.pid}`);
    await first.close();
    writeFileSync(join(dir, "owner.lock"), JSON.stringify({ pid: 4_194_303, startedAt: "1" }));
    const next = createMemoryLedger({ dir, clock: createManualClock() });
    await next.close();
  });

  it("never lets its time go back, also across a restart", async () => {
    const dir = join(folder, "ledger");
    const ledger = createMemoryLedger({ dir, clock: createManualClock() });
    await isAdmitted(ledger, "r1", checkOf());
    await ledger.close();
    const later = createMemoryLedger({ dir, clock: createManualClock(START_MS - 60_000) });
    expect(await later.admit(openingOf("r2"), [], [{ id: "c", checks: [] }], LEASE_MS)).toMatchObject({
      createdAtMs: START_MS,
    });
    await later.close();
    await expect(later.reap()).rejects.toMatchObject({ name: "LedgerUnavailable" });
  });

  it("keeps its files to their owner", async () => {
    const dir = join(folder, "ledger");
    const ledger = createMemoryLedger({ dir, clock: createManualClock() });
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    await ledger.close();
  });
});

function journalOf(dir: string): string {
  return join(dir, readdirSync(dir).find((name) => name.startsWith("journal-")) ?? "none");
}
