import { describe, expect, it } from "vitest";
import { COMPLETED, checkOf, LEASE_MS, ONLY, openingOf, START_MS } from "@/tests/contract/ledger-fixtures";
import { apply } from "./apply";
import type { LedgerEvent } from "./events";
import { createLedgerModel } from "./model";
import { createState, type LedgerState } from "./state";

const DAY_MS = 86_400_000;
const closing = { outcome: "refused" as const, fields: {} };

describe("a request whose lease ran out", () => {
  it.each([
    ["still takes its truth a millisecond before a day is over", DAY_MS - 1, "late"],
    ["is forgotten after a day", DAY_MS, "unknown"],
  ])("%s", (_, ms, outcome) => {
    const model = createLedgerModel(() => undefined);
    model.admit(START_MS, openingOf("r1"), [checkOf()], ONLY, LEASE_MS);
    const reapedMs = START_MS + LEASE_MS;
    expect(model.reap(reapedMs)).toBe(1);
    model.reap(reapedMs + ms);
    expect(model.settle(reapedMs + ms, "r1", [], COMPLETED).outcome).toBe(outcome);
  });
});

/** A counter, its subject and four cells. */
const WITH_FOUR_CELLS = 6;

describe("the rows of what is forgotten", () => {
  const inUse = ({ counters: { rows } }: LedgerState) => rows.length - rows.free.length;

  it("are used again while calls of ever new subjects come and go", () => {
    const model = createLedgerModel(() => undefined);
    for (let n = 0; n < 60_000; n += 1) {
      const nowMs = START_MS + n;
      const check = checkOf({ subject: `s${n}`, windowMs: 1_000, nowMs });
      model.admit(nowMs, openingOf(`r${n}`), [check], ONLY, LEASE_MS);
      model.settle(nowMs, `r${n}`, [], COMPLETED);
      if (n % 1_000 === 0) model.reap(nowMs);
    }
    const { counters, settled } = model.state;
    expect(settled.ids.size).toBeGreaterThan(19_999);
    expect(counters.rows.length).toBeLessThan(3 * 30_000);
    expect(settled.requests.length).toBeLessThan(30_000);
    expect(settled.entries.length).toBeLessThan(30_000);
    expect(settled.names.values.length).toBeLessThan(10);
  });

  it("are free once neither a counter nor a request that could be settled late needs them", () => {
    const model = createLedgerModel(() => undefined);
    const admit = (id: string, nowMs: number) =>
      model.admit(nowMs, openingOf(id), [checkOf({ windowMs: 60_000, nowMs })], ONLY, LEASE_MS);
    for (let n = 0; n < 4; n += 1) admit(`r${n}`, START_MS + n * 60_000);
    expect(inUse(model.state)).toBe(WITH_FOUR_CELLS);
    const endMs = START_MS + 6 * 60_000;
    expect(model.reap(endMs)).toBe(4);
    expect(inUse(model.state)).toBe(WITH_FOUR_CELLS);
    model.reap(endMs + DAY_MS);
    expect(inUse(model.state)).toBe(0);
  });
});

describe("the latest time of a replayed journal", () => {
  it("is that of its latest event, not of its last", () => {
    const state = createState();
    apply(state, { kind: "record", atMs: 500, requestId: "r1", closing });
    apply(state, { kind: "record", atMs: 400, requestId: "r2", closing });
    expect(state.lastMs).toBe(500);
  });
});

describe("an adjustment of a counter", () => {
  const adjustment = {
    id: "a1",
    workspaceId: "ws",
    requestId: null,
    targets: [{ ruleId: "rule", subject: "", delta: 5 }],
    reason: "credit" as const,
  };
  const counted = () => {
    const model = createLedgerModel(() => undefined);
    model.admit(START_MS, openingOf("r1"), [checkOf()], ONLY, LEASE_MS);
    return model;
  };
  const told = (state: LedgerState) =>
    createLedgerModel(() => undefined, state).drain(START_MS, 1).adjustments[0]?.targets[0]?.metric;
  const used = (state: LedgerState) =>
    createLedgerModel(() => undefined, state).balances(START_MS, [{ ruleId: "rule" }])[0]?.used;

  it.each([
    ["that was forgotten changes none that the journal's replay still has", { known: [false] }, null, 0],
    ["that was there changes it", { known: [true] }, "requests", 5],
    ["in a journal of before changes what there is", {}, "requests", 5],
  ])("%s", (_, known, metric, amount) => {
    const { state } = counted();
    apply(state, { kind: "adjust", atMs: START_MS, adjustment, ...known });
    expect([told(state), used(state)]).toEqual([metric, amount]);
  });

  it("says which of its counters there are", () => {
    const events: LedgerEvent[] = [];
    const model = createLedgerModel((event) => void events.push(event), counted().state);
    const targets = [...adjustment.targets, { ruleId: "other", subject: "", delta: 1 }];
    model.adjust(START_MS, { ...adjustment, targets });
    expect(events).toMatchObject([{ kind: "adjust", known: [true, false] }]);
  });
});
