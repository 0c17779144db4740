import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "@/lib/ledger/model/apply";
import type { LedgerEvent } from "@/lib/ledger/model/events";
import { createSweeper } from "@/lib/ledger/model/evict";
import { createLedgerModel, type LedgerModel } from "@/lib/ledger/model/model";
import { drained } from "@/lib/ledger/model/standing";
import { type Counter, createState, FOREVER_MS, type LedgerState, type OpenRequest } from "@/lib/ledger/model/state";
import {
  budgetOf,
  COMPLETED,
  candidateOf,
  checkOf,
  LEASE_MS,
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
  const open = [...model.state.open.keys()];
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
function counted({ epoch: _epoch, debtMilli: _milli, debtAtMs: _at, ...rest }: Counter, debt: number) {
  return { ...rest, debt, cell: rest.cell.endMs === FOREVER_MS ? { ...rest.cell, used: null } : rest.cell };
}

/** All of a state that is worth keeping, in an order of its own. */
function seen(state: LedgerState, nowMs: number) {
  createSweeper(state)(nowMs);
  const plain = ({ admission: _a, epoch: _e, entries, ...request }: OpenRequest) => ({
    ...request,
    entries: entries.map(({ check, counter, cell, ...entry }) => {
      const { current: _current, next: _next, subject: _s, amount: _amount, ...rule } = check;
      // Nothing is counted any more in a closed request's slot or bucket, which may have been forgotten and begun anew.
      return { ...entry, rule, subject: counter.subject, cell: cell.endMs === FOREVER_MS ? null : cell };
    }),
  });
  const counters = [...state.counters.values()].flatMap((bySubject) => [...bySubject.values()]);
  const closed = (map: LedgerState["settled"]) =>
    [...map].map(([id, { request, ...rest }]) => [id, { ...rest, request: plain(request) }] as const);
  return {
    counters: Object.fromEntries(counters.map((c) => [`${c.ruleId}/${c.subject}`, counted(c, drained(c, nowMs))])),
    open: Object.fromEntries([...state.open].map(([id, request]) => [id, plain(request)])),
    settled: Object.fromEntries(closed(state.settled)),
    reaped: Object.fromEntries(closed(state.reaped)),
    outgoing: createLedgerModel(() => undefined, state).drain(nowMs, 1e9),
    known: [Object.fromEntries(state.adjusted), Object.fromEntries(state.recorded), Object.fromEntries(state.versions)],
    next: [state.nextOutgoing, state.lastMs],
  };
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

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
            dump = dumpState(model.state, (item) => void items.push(asJson(item)), 1);
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
      }),
      { numRuns: 400 },
    );
  });
});
