import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { createRedisStore } from "@/lib/adapters/redis/redis-store";
import type { ScriptStore } from "@/lib/ledger/script/context";
import { createScriptLedger } from "@/lib/ledger/script/script-ledger";
import { isRedisMissing, type RedisServer, startRedisServer } from "@/tests/helpers/redis-server";
import { drained, idOfStep, perform, type Step, standings, step } from "./ledger-differential-steps";
import { createManualClock } from "./ledger-fixtures";

const SEQUENCES = Number(process.env["LEDGER_DIFFERENTIAL_RUNS"] ?? 80);

describe.skipIf(isRedisMissing)("the script in Redis", () => {
  let server: RedisServer;
  let store: ScriptStore;
  let made = 0;
  beforeAll(async () => {
    server = await startRedisServer();
    const redis = createRedisStore({ url: server.url, timeoutMs: 10_000, reportError: () => undefined });
    await redis.ready(5_000);
    store = redis;
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  async function compare(steps: readonly Step[], outcomes: Map<string, number>): Promise<void> {
    made += 1;
    const clocks = [createManualClock(), createManualClock()] as const;
    const model = createMemoryLedger({ dir: null, clock: clocks[0] });
    const script = createScriptLedger(store, { prefix: `{d${made}}`, consumer: "c", testClock: clocks[1] });
    await store.run("redis.call('SET', KEYS[1], '1')", [script.keys.epoch], []);
    const ids: string[] = [];
    for (const [n, s] of steps.entries()) {
      const expected = await perform(model, clocks[0], s, n, ids);
      const got = await perform(script, clocks[1], s, n, ids);
      expect(got, `step ${n}: ${JSON.stringify(s)}`).toEqual(expected);
      const key = `${s.kind}:${outcomeOf(expected)}`;
      const id = idOfStep(s, n);
      if (id !== null) ids.push(id);
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
      if (n % 4 === 0) expect(await standings(script), `after step ${n}`).toEqual(await standings(model));
    }
    expect(await standings(script), "at the end").toEqual(await standings(model));
    expect(await drained(script)).toEqual(await drained(model));
    await script.wipe();
  }

  it(`answers every call as the model does, over ${SEQUENCES} random sequences`, async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { size: "max", minLength: 30, maxLength: 90 }), (steps) =>
        compare(steps, outcomes),
      ),
      { numRuns: SEQUENCES, endOnFailure: true },
    );
    for (const one of ["admit:admitted", "admit:refused", "admit:stale", "settle:settled", "settle:late"])
      expect(outcomes.get(one) ?? 0, one).toBeGreaterThan(SEQUENCES / 10);
    for (const one of ["extend:held", "extend:refused", "replace:held", "replace:refused", "start:started"])
      expect(outcomes.get(one) ?? 0, one).toBeGreaterThan(0);
  });
});

function outcomeOf(answer: unknown): string {
  return typeof answer === "object" && answer !== null && "outcome" in answer ? String(answer.outcome) : String(answer);
}
