import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "@/lib/ledger/model/apply";
import { readCell } from "@/lib/ledger/model/cells";
import { currentOf, previousOf, subjectOf } from "@/lib/ledger/model/counter-rows";
import { type Counter, countersOf, readCounter, subjectTextOf } from "@/lib/ledger/model/counter-table";
import type { LedgerEvent } from "@/lib/ledger/model/events";
import { createSweeper } from "@/lib/ledger/model/evict";
import { createLedgerModel, type LedgerModel } from "@/lib/ledger/model/model";
import { NO_ROW } from "@/lib/ledger/model/rows";
import { readSettled } from "@/lib/ledger/model/settled";
import { drained } from "@/lib/ledger/model/standing";
import {
  type ClosedRequest,
  createState,
  FOREVER_MS,
  type LedgerState,
  type OpenRequest,
} from "@/lib/ledger/model/state";
import {
  budgetOf,
  COMPLETED,
  candidateOf,
  checkOf,
  LEASE_MS,
  ONLY,
  openingOf,
  START_MS,
} from "@/tests/contract/ledger-fixtures";
import { createEventEncoder } from "./event-codec";
import { createLineDecoder } from "./event-decoder";
import { dumpState } from "./snapshot";
import type { SnapshotItem } from "./snapshot-items";
import { createStateLoader } from "./snapshot-loader";

const kinds = ["admit", "admit", "settle", "settle", "late", "cancel", "extend", "replace", "renew", "reap"] as const;
const others = ["wait", "ack", "adjust", "bump", "record", "begin", "step", "step", "step"] as const;
const op = fc.record({ kind: fc.constantFrom(...kinds, ...others), pick: fc.nat(50), amount: fc.nat(50) });
type Op = { kind: string; pick: number; amount: number };

function checks(amount: number, nowMs: number, subject: string) {
  const bucket = { capacity: 5, refillPerSecond: 0.7, maxWaitMs: 0 };
  return [
    checkOf({ ruleId: "calls", subject, windowMs: 60_000, nowMs, limit: 1_000 }),
    budgetOf({ ruleId: "money", windowMs: 90_000, limit: 1_000, amount, nowMs, thresholds: [1, 50], hard: false }),
    checkOf({ ruleId: "slots", metric: "concurrency", limit: 50 }),
    checkOf({ ruleId: "bucket", subject, strategy: "TOKEN_BUCKET", limit: 5, bucket, hard: false }),
  ];
}

function perform(model: LedgerModel, nowMs: number, n: number, { kind, pick, amount }: Op): void {
  const open = model.state.open.values().map(({ id }) => id);
  const id = open[pick % Math.max(1, open.length)] ?? "none";
  const own = candidateOf(`c${pick % 2}`, budgetOf({ ruleId: "own", subject: `s${pick % 3}`, limit: 5_000, amount }));
  const actuals = [{ candidateId: `c${pick % 2}`, amounts: { cost_nano_usd: amount } }];
  const actions: Record<string, () => unknown> = {
    admit: () => model.admit(nowMs, openingOf(`r${n}`), checks(amount, nowMs, `u${pick % 4}`), [own], LEASE_MS),
    settle: () => model.settle(nowMs, id, actuals, COMPLETED),
    late: () => model.settle(nowMs, `r${pick % 30}`, actuals, COMPLETED),
    cancel: () => model.cancel(nowMs, id, { outcome: "cancelled", fields: {} }),
    extend: () => model.extend(nowMs, id, { cost_nano_usd: amount }),
    replace: () => model.replace(nowMs, id, own),
    renew: () => model.renew(nowMs, id, { cost_nano_usd: amount }),
    reap: () => model.reap(nowMs),
    ack: () => model.acknowledge(nowMs, model.drain(nowMs, pick % 5).ids),
    adjust: () =>
      model.adjust(nowMs, {
        id: `a${pick}`,
        workspaceId: "ws",
        requestId: null,
        targets: [{ ruleId: "money", subject: "", delta: amount }],
        reason: "credit",
      }),
    bump: () => model.bump(nowMs, { "ws/workspace": pick }),
    record: () => model.record(nowMs, `x${pick}`, COMPLETED),
  };
  actions[kind]?.();
}

/** A bucket that was forgotten while it was empty and begun anew is the same as one that was not. */
function counted({ debtMilli: _milli, debtAtMs: _at, ...rest }: Counter & { debt: number }) {
  return { ...rest, cell: rest.cell.endMs === FOREVER_MS ? { ...rest.cell, used: null } : rest.cell };
}

function settledOf({ settled }: LedgerState): ClosedRequest[] {
  return settled.ids.latest(Number.POSITIVE_INFINITY).flatMap((id) => readSettled(settled, id) ?? []);
}

/** All of a state that is worth keeping, in an order of its own. */
function seen(state: LedgerState, nowMs: number) {
  createSweeper(state)(nowMs);
  const table = state.counters;
  const plain = ({ admission: _a, epoch: _e, entries, ...request }: OpenRequest) => ({
    ...request,
    entries: entries.map(({ check, counter, cell: cellRow, ...entry }) => {
      const cell = readCell(table.rows, cellRow);
      const { current: _current, next: _next, subject: _s, amount: _amount, ...rule } = check;
      // Nothing is counted any more in a closed request's slot or bucket, which may have been forgotten and begun anew.
      return { ...entry, rule, subject: subjectTextOf(table, counter), cell: cell.endMs === FOREVER_MS ? null : cell };
    }),
  });
  const rows = [...table.rules.keys()].flatMap((ruleId) => [...countersOf(table, ruleId)]);
  const counters = rows.map((row) => ({ ...readCounter(table, row), debt: drained(table.rows, row, nowMs) }));
  const closed = (requests: readonly ClosedRequest[]) =>
    requests.map(({ request, ...rest }) => [request.id, { ...rest, request: plain(request) }] as const);
  return {
    counters: Object.fromEntries(counters.map((c) => [`${c.ruleId}/${c.subject}`, counted(c)])),
    open: Object.fromEntries(state.open.values().map((request) => [request.id, plain(request)])),
    settled: Object.fromEntries(closed(settledOf(state))),
    reaped: Object.fromEntries(closed([...state.reaped.values()])),
    outgoing: createLedgerModel(() => undefined, state).drain(nowMs, 1e9),
    known: [Object.fromEntries(state.adjusted), Object.fromEntries(state.recorded), Object.fromEntries(state.versions)],
    next: [state.nextOutgoing, state.lastMs],
  };
}

const sinkTo = (items: SnapshotItem[]) => ({
  add: (item: SnapshotItem) => void items.push(asJson(item)),
  addJson: (bytes: Uint8Array) => void items.push(JSON.parse(Buffer.from(bytes).toString("utf8"))),
});

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

/** How many rows are in use that neither a counter nor a request names. Each subject here fits into one. */
function lostRows(state: LedgerState) {
  const { counters } = state;
  const closed = [...settledOf(state), ...state.reaped.values()].map(({ request }) => request);
  const entries = [...state.open.values(), ...closed].flatMap((request) => request.entries);
  const live = [...counters.rules.keys()].flatMap((ruleId) => [...countersOf(counters, ruleId)]);
  const rows = new Set([...live, ...entries.map(({ counter }) => counter)]);
  const ofCounters = [...rows].flatMap((row) => [currentOf(counters.rows, row), previousOf(counters.rows, row)]);
  const cells = new Set([...ofCounters.filter((cell) => cell !== NO_ROW), ...entries.map(({ cell }) => cell)]);
  const subjects = new Set([...rows].map((row) => subjectOf(counters.rows, row)));
  const { length, free } = counters.rows;
  return length - free.length - rows.size - cells.size - subjects.size;
}

describe("a snapshot that is written while calls go on", () => {
  it("gives, with the events since its beginning, the very state of now, wherever its steps fall", () => {
    fc.assert(
      fc.property(fc.array(op, { minLength: 10, maxLength: 120 }), (ops) => {
        let since: LedgerEvent[] | null = null;
        const written = createEventEncoder((item) => since?.push(...read([asJson(item)])));
        const read = createLineDecoder(2);
        const model = createLedgerModel((event) => void (since && written(event)));
        const items: SnapshotItem[] = [];
        let dump: ReturnType<typeof dumpState> | null = null;
        let nowMs = START_MS;
        for (const [n, one] of ops.entries()) {
          if (one.kind === "wait") nowMs += one.pick * 2_000;
          else if (one.kind === "begin" && !dump) {
            since = [];
            dump = dumpState(model.state, sinkTo(items), 1);
          } else if (one.kind === "step") dump?.step(() => false);
          else perform(model, nowMs, n, one);
        }
        if (!dump || !since) return;
        dump.step(() => true);
        dump.stop();
        const state = createState();
        const { take, end } = createStateLoader(state);
        for (const item of items) take(item);
        end();
        for (const event of since) apply(state, event);
        expect(seen(state, nowMs)).toEqual(seen(model.state, nowMs));
        expect([lostRows(state), lostRows(model.state)]).toEqual([0, 0]);
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it("tells of no request that was forgotten before its turn came, whose rows are others' by now", () => {
    const model = createLedgerModel(() => undefined);
    const call = (n: number) => {
      const nowMs = START_MS + n;
      model.admit(nowMs, openingOf(`r${n}`), [checkOf({ subject: `s${n}`, windowMs: 1_000, nowMs })], ONLY, LEASE_MS);
      model.settle(nowMs, `r${n}`, [], COMPLETED);
      if (n % 500 === 0) model.reap(nowMs);
    };
    const items: SnapshotItem[] = [];
    for (let n = 0; n < 5_000; n += 1) call(n);
    const dump = dumpState(model.state, sinkTo(items));
    for (let n = 5_000; n < 30_000; n += 1) call(n);
    dump.step(() => true);
    const told = items.flatMap((item) => ("kind" in item && item.kind === "settled" ? [item.request] : []));
    expect(told.filter(({ id, entries }) => entries[0]?.subject !== id.replace("r", "s"))).toEqual([]);
    expect(items.length).toBeGreaterThan(0);
  });

  it("does not put a forgotten counter, which a request still names, in place of the living one", () => {
    const model = createLedgerModel(() => undefined);
    const admit = (id: string, nowMs: number, ruleId = "budget") =>
      model.admit(nowMs, openingOf(id), [budgetOf({ ruleId, windowMs: 60_000, nowMs })], [candidateOf("c")], LEASE_MS);
    const settle = (id: string, nowMs: number, cost_nano_usd: number) =>
      model.settle(nowMs, id, [{ candidateId: "c", amounts: { cost_nano_usd } }], COMPLETED);
    admit("other", START_MS, "other");
    admit("r1", START_MS);
    settle("r1", START_MS, 5);
    model.reap(START_MS + LEASE_MS);
    const nowMs = START_MS + LEASE_MS + 86_400_000;
    model.reap(nowMs);
    // Takes the row of the other, before that of the forgotten one.
    admit("r2", nowMs);
    settle("r2", nowMs, 7);
    const items: SnapshotItem[] = [];
    const dump = dumpState(model.state, sinkTo(items));
    dump.step(() => true);
    const state = createState();
    const { take, end } = createStateLoader(state);
    for (const item of items) take(item);
    end();
    const [balance] = createLedgerModel(() => undefined, state).balances(nowMs, [{ ruleId: "budget" }]);
    expect(balance).toMatchObject({ used: 7 });
  });
});
