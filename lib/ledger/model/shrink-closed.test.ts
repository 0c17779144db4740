import { describe, expect, it } from "vitest";
import { checkOf, LEASE_MS, openingOf, START_MS } from "@/tests/contract/ledger-fixtures";
import { createLedgerModel } from "./model";
import { readSettled } from "./settled";

const bucket = { capacity: 5, refillPerSecond: 1, maxWaitMs: 0 };

describe("a closed request", () => {
  it("answers a repeated admission word for word, although its rules changed in between", () => {
    const model = createLedgerModel(() => undefined);
    const checks = [
      checkOf({ ruleId: "a", subject: "x", limit: 5 }),
      checkOf({ ruleId: "slots", metric: "concurrency", limit: 3 }),
      checkOf({ ruleId: "bucket", strategy: "TOKEN_BUCKET", limit: 5, bucket }),
    ];
    const shadow = checkOf({ ruleId: "s", limit: 0, enforcement: "shadow" });
    const own = { id: "second", checks: [shadow] };
    const full = { id: "first", checks: [checkOf({ ruleId: "full", limit: 0 })] };
    const admit = (id: string, common = checks) => model.admit(START_MS, openingOf(id), common, [full, own], LEASE_MS);
    const first = admit("r1");
    expect(first).toMatchObject({ outcome: "admitted", candidateId: "second", verdicts: [{}, {}, {}, {}] });
    model.settle(START_MS + 1, "r1", [], { outcome: "completed", fields: {} });
    const changed = checks.map((check) => ({ ...check, limit: 4, name: "Renamed", subject: "y" }));
    admit("r2", changed);
    model.settle(START_MS + 2, "r2", [], { outcome: "completed", fields: {} });
    expect(admit("r1")).toEqual(first);
    expect(admit("r2", changed)).toMatchObject({ verdicts: [{ limit: 4, name: "Renamed", subject: "y" }, {}, {}, {}] });
  });

  it("keeps nothing of its record, and shares its rules with others", () => {
    const model = createLedgerModel(() => undefined);
    for (const id of ["r1", "r2"]) {
      model.admit(START_MS, openingOf(id), [checkOf({ subject: id })], [{ id: "only", checks: [] }], LEASE_MS);
      model.settle(START_MS, id, [], { outcome: "completed", fields: {} });
    }
    const [one, two] = ["r1", "r2"].map((id) => readSettled(model.state.settled, id)?.request);
    expect(one?.fields).toEqual({});
    expect(one?.entries[0]?.check).toBe(two?.entries[0]?.check);
    model.settle(START_MS, "r2", [{ candidateId: "only", amounts: {} }], { outcome: "completed", fields: {} });
    expect(model.balances(START_MS, [{ ruleId: "rule" }]).map(({ subject }) => subject)).toEqual(["r1", "r2"]);
  });

  it("answers for its own subject where it was put back, whoever else its rule counted", () => {
    const model = createLedgerModel(() => undefined);
    const only = { id: "only", checks: [] };
    model.admit(START_MS, openingOf("r1"), [checkOf({ subject: "one" })], [only], LEASE_MS);
    const common = [checkOf({ subject: "two" })];
    const reopening = { opening: openingOf("r2"), createdAtMs: START_MS, candidateId: "only", common, own: [] };
    model.restore(START_MS, [reopening], LEASE_MS);
    for (const id of ["r1", "r2"]) model.settle(START_MS, id, [], { outcome: "completed", fields: {} });
    const again = model.admit(START_MS, openingOf("r2"), common, [only], LEASE_MS);
    expect(again).toMatchObject({ outcome: "admitted", verdicts: [{ subject: "two" }] });
  });
});
