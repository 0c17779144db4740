import { describe, expect, it } from "vitest";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { BacklogFull, type Ledger, LedgerUnavailable } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import {
  budgetOf,
  COMPLETED,
  checkOf,
  createManualClock,
  LEASE_MS,
  ONLY,
  openingOf,
  standing,
} from "@/tests/contract/ledger-fixtures";
import { giveBack } from "./give-back";
import { createSteadfastLedger, type SteadfastOptions } from "./steadfast-ledger";

const NOTHING_STORED = async () => new Set<string>();

/** A store that can stand still, lose an answer, or be emptied. */
function unsteadyStore() {
  const clock = createManualClock();
  const store = {
    ledger: createMemoryLedger({ dir: null, clock }),
    isDown: false,
    losesAnswers: false,
    isEmptied: false,
  };
  const inner: Ledger = new Proxy(store.ledger, {
    get: (_, name: keyof Ledger) => {
      return async (...args: unknown[]) => {
        if (store.isDown) throw new LedgerUnavailable("It does not answer.");
        if (store.isEmptied && name === "admit") return { outcome: "lost" };
        const answer = await Reflect.apply(store.ledger[name], store.ledger, args);
        if (store.losesAnswers) throw new LedgerUnavailable("The answer was lost.");
        return answer;
      };
    },
  });
  return {
    clock,
    store,
    inner,
    empty: () => Object.assign(store, { ledger: createMemoryLedger({ dir: null, clock }), isEmptied: true }),
  };
}

function harness(over: Partial<SteadfastOptions> & { processes?: () => number } = {}) {
  const unsteady = unsteadyStore();
  const { clock, store, inner } = unsteady;
  const steadfast = createSteadfastLedger({ inner, clock, processes: () => 1, ...over });
  const admit = (id: string, common: Check[], ifAway: "open" | "closed" = "open") =>
    steadfast.ledger.admit(openingOf(id, { ifAway }), common, ONLY, LEASE_MS);
  return {
    ...unsteady,
    ...steadfast,
    admit,
    settle: (id: string, amounts = {}) => steadfast.ledger.settle(id, [{ candidateId: "only", amounts }], COMPLETED),
    /** The store answers again, and everything is told. */
    async back(stored = NOTHING_STORED) {
      Object.assign(store, { isDown: false, losesAnswers: false });
      await giveBack(steadfast, inner, stored, clock.nowMs() + 1);
      store.isEmptied = false;
      steadfast.presence.set("here");
      await giveBack(steadfast, inner, stored, clock.nowMs() + 1);
    },
    rows: async () => (await store.ledger.drain(1_000)).records,
  };
}

describe("a ledger whose store does not answer", () => {
  it("refuses where the workspace is closed, and what the store admitted all the same is refused in it as well", async () => {
    const h = harness();
    h.store.losesAnswers = true;
    await expect(h.admit("r1", [checkOf()], "closed")).rejects.toThrow(LedgerUnavailable);
    expect(await standing(h.store.ledger, "rule")).toEqual({ used: 0, held: 1 });
    await h.back();
    expect(await standing(h.store.ledger, "rule")).toEqual({ used: 0, held: 0 });
    expect(await h.rows()).toMatchObject([{ request_id: "r1", outcome: "refused", status_code: 503 }]);
  });

  it("lets each of three processes pass its third of a limit, and calls the rest its own outage, never the caller's", async () => {
    const h = harness({ processes: () => 3 });
    h.store.isDown = true;
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, (_, n) => h.admit(`r${n}`, [checkOf({ limit: 10 })])),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    for (const result of results.slice(3)) expect(result).toMatchObject({ reason: expect.any(LedgerUnavailable) });
  });

  it("refuses by the limit itself where no other process could have used it", async () => {
    const h = harness();
    h.store.isDown = true;
    expect(await h.admit("r1", [checkOf({ limit: 1 })])).toMatchObject({ outcome: "admitted" });
    expect(await h.admit("r2", [checkOf({ limit: 1 })])).toMatchObject({ outcome: "refused", by: { ruleId: "rule" } });
  });

  it("is closed for a hard budget and for credit whatever the workspace wants, and open for a soft budget", async () => {
    const h = harness();
    h.store.isDown = true;
    await expect(h.admit("r1", [budgetOf()])).rejects.toThrow(LedgerUnavailable);
    await expect(h.admit("r2", [budgetOf({ kind: "credits" })])).rejects.toThrow(LedgerUnavailable);
    const soft = budgetOf({ hard: false, limit: 1 });
    expect(await h.admit("r3", [soft])).toMatchObject({ outcome: "admitted" });
    await h.settle("r3", { cost_nano_usd: 70 });
    await h.back();
    expect(await standing(h.store.ledger, "budget")).toEqual({ used: 70, held: 0 });
  });

  it("records afterwards what it let pass, once, at the time it was let pass, with what it consumed", async () => {
    const h = harness();
    const tokens = () => checkOf({ metric: "output_tokens", limit: 1_000, amount: 100 });
    h.store.isDown = true;
    await h.admit("ended", [tokens()]);
    h.clock.advance(1_000);
    await h.admit("running", [tokens()]);
    await h.settle("ended", { output_tokens: 42 });
    await h.ledger.extend("running", { output_tokens: 50 });
    h.clock.advance(4_000);
    await h.back();
    expect(await standing(h.store.ledger, "rule")).toEqual({ used: 42, held: 150 });
    await h.settle("running", { output_tokens: 7 });
    expect(await standing(h.store.ledger, "rule")).toEqual({ used: 49, held: 0 });
    const rows = await h.rows();
    expect(rows.map(({ request_id, outcome }) => [request_id, outcome])).toEqual([
      ["ended", "completed"],
      ["running", "completed"],
    ]);
    const [first, second] = rows.map((row) => Date.parse(row.created_at));
    expect((second ?? 0) - (first ?? 0)).toBe(1_000);
  });

  it("takes an end that the store cannot be told, and tells it once, even if the store heard it the first time", async () => {
    const h = harness();
    await h.admit("unheard", [checkOf()], "closed");
    await h.admit("heard", [checkOf()], "closed");
    h.store.isDown = true;
    await h.settle("unheard", { requests: 1 });
    h.presence.set("here");
    Object.assign(h.store, { isDown: false, losesAnswers: true });
    await h.settle("heard", { requests: 1 });
    await h.back();
    expect(await standing(h.store.ledger, "rule")).toEqual({ used: 2, held: 0 });
    const { records, adjustments } = await h.store.ledger.drain(10);
    expect(records.map(({ request_id }) => request_id).sort()).toEqual(["heard", "unheard"]);
    expect(adjustments).toEqual([]);
  });

  it("counts the calls that run already against a limit of parallel calls, and gives slots back", async () => {
    const h = harness();
    const slots = () => checkOf({ metric: "concurrency", limit: 2 });
    await h.admit("before", [slots()]);
    h.store.isDown = true;
    await expect(h.ledger.fresh({})).rejects.toThrow(LedgerUnavailable);
    expect(await h.admit("r1", [slots()])).toMatchObject({ outcome: "admitted" });
    expect(await h.admit("r2", [slots()])).toMatchObject({ outcome: "refused" });
    await h.settle("before");
    expect(await h.admit("r3", [slots()])).toMatchObject({ outcome: "admitted" });
  });

  it("knows a change of the rules that it was told meanwhile", async () => {
    const h = harness();
    h.store.isDown = true;
    await h.admit("r1", [checkOf()]);
    await expect(h.ledger.bump({ "ws/workspace": 2 })).rejects.toThrow(LedgerUnavailable);
    const opening = openingOf("r2", { ifAway: "open", versions: { "ws/workspace": 1 } });
    expect(await h.ledger.admit(opening, [checkOf()], ONLY, LEASE_MS)).toMatchObject({ outcome: "stale" });
  });

  it("says that too much waits, instead of keeping without bound", async () => {
    const h = harness({ maxUnstored: 2 });
    h.store.isDown = true;
    await h.admit("r1", []);
    await h.admit("r2", []);
    await expect(h.admit("r3", [])).rejects.toThrow(BacklogFull);
  });

  it("stops a stream that a hard budget counts, and lets others go on", async () => {
    const h = harness();
    await h.admit("hard", [budgetOf()]);
    await h.admit("free", [checkOf({ metric: "output_tokens", amount: 1 })]);
    h.store.isDown = true;
    await expect(h.ledger.extend("hard", { cost_nano_usd: 1 })).rejects.toThrow(LedgerUnavailable);
    expect(await h.ledger.extend("free", { output_tokens: 1 })).toMatchObject({ outcome: "held" });
    await expect(h.ledger.renew("hard", {})).resolves.toBe(true);
  });
});

describe("a ledger whose store was emptied", () => {
  it("gives back what runs and what has ended, so that nothing is lost and nothing is counted twice", async () => {
    const h = harness();
    const budget = () => budgetOf({ amount: 100 });
    for (const id of ["running", "ended", "stored"]) await h.admit(id, [budget()], "closed");
    await h.settle("ended", { cost_nano_usd: 30 });
    await h.settle("stored", { cost_nano_usd: 50 });
    h.empty();
    await expect(h.admit("refused", [budget()], "closed")).rejects.toThrow(LedgerUnavailable);
    expect(h.presence.standing()).toBe("lost");
    await h.back(async () => new Set(["stored"]));
    expect(await standing(h.store.ledger, "budget")).toEqual({ used: 30, held: 100 });
    await h.settle("running", { cost_nano_usd: 1 });
    expect((await h.rows()).map(({ request_id }) => request_id)).toEqual(["ended", "running"]);
    expect(await h.admit("next", [budget()], "closed")).toMatchObject({ outcome: "admitted" });
  });

  it("keeps the rows of refusals as well", async () => {
    const h = harness();
    await h.ledger.record("no", { outcome: "refused", fields: { status_code: 429 } });
    h.empty();
    h.presence.set("lost");
    await h.back();
    expect(await h.rows()).toMatchObject([{ request_id: "no", outcome: "refused" }]);
  });

  it("forgets what Postgres has, and nothing before", async () => {
    const h = harness();
    await h.admit("r1", []);
    await h.settle("r1");
    h.keeper.beforePulse();
    h.keeper.drainedUpTo(90, 100);
    expect(h.keeper.requests.size).toBe(1);
    h.keeper.beforePulse();
    h.keeper.drainedUpTo(100, 110);
    expect(h.keeper.requests.size).toBe(1);
    h.keeper.beforePulse();
    h.keeper.drainedUpTo(101, 120);
    expect(h.keeper.requests.size).toBe(0);
  });
});
