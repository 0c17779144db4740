import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRedisLedger, type RedisLedger } from "@/lib/adapters/redis/redis-ledger";
import { driftOf } from "@/lib/ledger/drift";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";
import type { Report } from "./store-child";

const PROCESSES = [
  { name: "a", team: "one", skewMs: -2_000 },
  { name: "b", team: "one", skewMs: -700 },
  { name: "c", team: "two", skewMs: 700 },
  { name: "d", team: "two", skewMs: 2_000 },
] as const;
const WINDOW_MS = 60_000;

let folder: string;
let program: string;
let redis: RedisServer;
let ledger: RedisLedger;

async function bundleChild(): Promise<void> {
  const root = resolve(import.meta.dirname, "../..");
  folder = mkdtempSync(join(root, "node_modules/.store-child-"));
  program = join(folder, "child.mjs");
  const bundle = await rolldown({
    input: join(root, "tests/fault/store-child.ts"),
    platform: "node",
    external: ["ioredis"],
    resolve: { alias: { "@": root } },
  });
  await bundle.write({ file: program, format: "esm" });
}

async function runAll(kind: string, calls: number): Promise<Report[]> {
  return await Promise.all(
    PROCESSES.map(async (process_) => {
      const task = JSON.stringify({ ...process_, url: redis.url, calls, kind });
      const child = spawn(process.execPath, [program, task], { stdio: ["ignore", "pipe", "inherit"] });
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      const code = await new Promise((done) => child.once("close", done));
      expect(code).toBe(0);
      return JSON.parse(text) as Report;
    }),
  );
}

/** A minute that ends during the test would be two: it begins early in one. */
async function earlyInAWindow(): Promise<void> {
  const left = WINDOW_MS - (Date.now() % WINDOW_MS);
  if (left < 15_000) await delay(left + 50);
}

describe.skipIf(isRedisMissing)("four processes on one store, their clocks wrong by up to two seconds", () => {
  beforeAll(async () => {
    await bundleChild();
    redis = await startRedisServer();
  });
  afterAll(async () => {
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await redis.flush();
    ledger = createRedisLedger({ url: redis.url, consumer: "test", timeoutMs: 10_000, reportError: () => undefined });
    await ledger.ready(5_000);
    await redis.command(`SET ${ledger.keys.epoch} 1`);
    return () => ledger.close();
  });

  it("10,000 calls at once against three nested budgets: not one over, none refused where room was left, drift 0", async () => {
    const reports = await runAll("budgets", 2_500);
    const admitted = reports.map((report) => report.admitted.length);
    const [a = 0, b = 0, c = 0, d = 0] = admitted;
    process.stdout.write(`10,000 calls: ${admitted.join(" + ")} admitted\n`);
    expect(a + b + c + d).toBe(4_000);
    expect(Math.max(a + b, c + d)).toBeLessThanOrEqual(2_500);
    expect(Math.max(a, b, c, d)).toBeLessThanOrEqual(1_500);
    expect(reports.reduce((sum, { refused }) => sum + refused, 0)).toBe(6_000);
    expect(reports.map(({ unfounded }) => unfounded)).toEqual([0, 0, 0, 0]);

    const records: string[] = [];
    for (;;) {
      const batch = await ledger.drain(1_000);
      if (batch.ids.length === 0) break;
      records.push(...batch.records.map((record) => record.request_id));
      await ledger.acknowledge(batch.ids);
    }
    expect(records.toSorted()).toEqual(reports.flatMap((report) => report.admitted).toSorted());
    const settled = [
      { ruleId: "workspace", settled: 4_000 },
      { ruleId: "team-one", settled: a + b },
      { ruleId: "team-two", settled: c + d },
      ...PROCESSES.map(({ name }, index) => ({ ruleId: `key-${name}`, settled: admitted[index] ?? 0 })),
    ].map(({ ruleId, settled: calls }) => ({ ruleId, subject: "", settled: calls * 7 }));
    const balances = await ledger.balances(settled.map(({ ruleId }) => ({ ruleId })));
    expect(balances).toHaveLength(settled.length);
    const drift = driftOf(balances, settled, await ledger.openHolds({}));
    expect(drift.filter((one) => one.drift !== 0)).toEqual([]);
  }, 120_000);

  it("1,000 calls against 100 a minute: exactly 100 pass", async () => {
    await earlyInAWindow();
    const reports = await runAll("minute", 250);
    expect(reports.reduce((sum, { admitted }) => sum + admitted.length, 0)).toBe(100);
  }, 120_000);

  it("a limit of five parallel calls: never more than five run, whoever runs them", async () => {
    const reports = await runAll("slots", 250);
    const spans = reports.flatMap((report) => report.spans);
    // What ends in a millisecond in which another begins may have ended before it.
    const edges = spans.flatMap(
      ([start, end]) =>
        [
          [start, 1],
          [end, -1],
        ] as const,
    );
    let [running, most] = [0, 0];
    for (const [, step] of edges.toSorted(([x, p], [y, q]) => x - y || p - q)) {
      running += step;
      most = Math.max(most, running);
    }
    process.stdout.write(`parallel calls: ${spans.length} ran, at most ${most} at once\n`);
    expect(most).toBeLessThanOrEqual(5);
    expect(spans.length).toBeGreaterThan(5);
    expect(await ledger.openHolds({})).toEqual([]);
  }, 120_000);
});
