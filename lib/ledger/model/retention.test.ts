import { describe, expect, it } from "vitest";
import { COMPLETED, checkOf, LEASE_MS, ONLY, openingOf, START_MS } from "@/tests/contract/ledger-fixtures";
import { apply } from "./apply";
import { createLedgerModel } from "./model";
import { createState } from "./state";

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

describe("the latest time of a replayed journal", () => {
  it("is that of its latest event, not of its last", () => {
    const state = createState();
    apply(state, { kind: "record", atMs: 500, requestId: "r1", closing });
    apply(state, { kind: "record", atMs: 400, requestId: "r2", closing });
    expect(state.lastMs).toBe(500);
  });
});
