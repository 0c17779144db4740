import { describe, expect, it } from "vitest";
import { createCalls } from "./calls";
import { ledgerKeys } from "./keys";

const keys = ledgerKeys("{test}");

/** A store that notes its runs and answers each call with its id. */
function createStore(answer: (ids: string[]) => unknown = (ids) => ids, defer = queueMicrotask) {
  const runs: { script: string; ids: string[]; args: readonly string[] }[] = [];
  const calls = createCalls(
    {
      async run(script, all, args) {
        const ids = all.slice(keys.fixed.length).map((key) => key.slice("{test}:r:".length));
        runs.push({ script, ids, args });
        return answer(ids);
      },
      defer,
      command: () => Promise.reject(new Error("No command is expected.")),
      check: () => Promise.resolve({ warnings: [] }),
      close: () => Promise.resolve(),
    },
    keys,
    () => "7",
  );
  return { calls, runs };
}

describe("calls of one turn", () => {
  it("share runs of sixteen, in their order", async () => {
    const { calls, runs } = createStore();
    const ids = Array.from({ length: 35 }, (_, n) => `r${n}`);
    expect(await Promise.all(ids.map((id) => calls("settle", id, ["plan", "closing"])))).toEqual(ids);
    expect(runs.map((run) => run.ids)).toEqual([ids.slice(0, 16), ids.slice(16, 32), ids.slice(32)]);
  });

  it("leave as soon as a run is full, and wait for the turn's end only while it is not", async () => {
    const deferred: (() => void)[] = [];
    const { calls, runs } = createStore(undefined, (work) => void deferred.push(work));
    const all = Promise.all(Array.from({ length: 17 }, (_, n) => calls("settle", `r${n}`, [])));
    expect(runs.map((run) => run.ids.length)).toEqual([16]);
    for (const work of deferred) work();
    expect(runs.map((run) => run.ids.length)).toEqual([16, 1]);
    expect(await all).toHaveLength(17);
  });

  it("share no run where together they are too long, and one alone goes whatever its length", async () => {
    const { calls, runs } = createStore();
    await Promise.all(["a", "b", "c"].map((id) => calls("record", id, ["x".repeat(40_000)])));
    await calls("record", "d", ["x".repeat(100_000)]);
    expect(runs.map((run) => run.ids)).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  it("send what they have in common once, and name the place of each text", async () => {
    const { calls, runs } = createStore();
    await Promise.all([calls("admit", "a", ["A"], ["words", "rule"]), calls("admit", "b", ["B"], ["words", "other"])]);
    const [run] = runs;
    const [clock, heads = "", ...texts] = run?.args ?? [];
    expect([clock, texts]).toEqual(["7", ["A", "words", "rule", "B", "other"]]);
    const named = (JSON.parse(heads) as [string, ...number[]][]).map(([member, ...places]) => [
      member,
      ...places.map((place) => run?.args[place - 1]),
    ]);
    expect(named).toEqual([
      ["admit", "A", "words", "rule"],
      ["admit", "B", "words", "other"],
    ]);
  });

  it("run a script that knows their members alone", async () => {
    const { calls, runs } = createStore();
    await Promise.all([calls("settle", "a", []), calls("settle", "b", [])]);
    await Promise.all([calls("settle", "c", []), calls("record", "d", [])]);
    expect(runs.map(({ script }) => [/function settle/.test(script), /function record\(/.test(script)])).toEqual([
      [true, false],
      [true, true],
    ]);
  });

  it("are told of their own failure alone, and of a lost store all at once", async () => {
    const { calls } = createStore((ids) => ids.map((id) => (id === "b" ? '["failed","no room"]' : id)));
    const told = await Promise.allSettled(["a", "b", "c"].map((id) => calls("record", id, [])));
    expect(told.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const lost = createStore(() => {
      throw new Error("away");
    });
    const all = await Promise.allSettled(["a", "b"].map((id) => lost.calls("record", id, [])));
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
