import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSocketLedger } from "@/lib/adapters/ledger-socket/client";
import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import type { Ledger } from "@/lib/ledger/port";
import { type HostProcess, startHost } from "../helpers/node-host";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";
import {
  contradictions,
  type KillWorld,
  LEASE_MS,
  NO_CONTRADICTIONS,
  privateUpstreams,
  settledRows,
  spentNanoUsd,
  startLoad,
} from "./kill-world";

/** What a killed worker had taken off the store is taken over by another one after five seconds. */
const CLAIMED_AFTER_MS = 8_000;
/** `npm run test:soak` asks for a hundred. */
const ROUNDS = Number(process.env["SLUICE_SOAK_ROUNDS"] ?? 10);
const ROUND_MS = 12_000;

type Observer = Pick<Ledger, "balances" | "openHolds"> & { close(): Promise<void> };

/** Each round the host answers for a random while, is killed, and starts again. Holds of before must go in two leases. */
async function rounds(host: HostProcess, ledger: Observer, kill: (round: number) => Promise<void>): Promise<number> {
  let outlived = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await delay(100 + Math.random() * 700);
    const killedAtMs = Date.now();
    await kill(round);
    await untilServes(host);
    const deadline = performance.now() + 2 * LEASE_MS + 1_000;
    const left = async () =>
      (await ledger.openHolds({ limit: 10_000 })).filter((hold) => hold.openedAtMs < killedAtMs - 1_000);
    while ((await left()).length > 0 && performance.now() < deadline) await delay(50);
    outlived += (await left()).length;
  }
  return outlived;
}

async function untilServes(host: HostProcess): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const answer = await fetch(`${host.url}/api/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await delay(25);
  }
  throw new Error(`The host does not serve:\n${host.output().slice(-4_000)}`);
}

async function expectNothingLost(
  world: KillWorld,
  name: string,
  host: HostProcess,
  ledger: Observer,
  kill: (round: number) => Promise<void>,
) {
  const { key, keyId, budgetId } = await world.createKey(name);
  const load = startLoad(host.url, key, name);
  const outlived = await rounds(host, ledger, kill);
  await load.stop();
  const rows = await settledRows(world.sql, keyId, name === "redis" ? CLAIMED_AFTER_MS : undefined);
  const served = load.answered.filter(({ status }) => status === 200).length;
  const interrupted = rows.filter(({ outcome }) => outcome === "interrupted").length;
  process.stdout.write(
    `${name}: ${ROUNDS} rounds, ${load.answered.length} answers, ${served} served, ${rows.length} rows, ${interrupted} interrupted\n`,
  );
  expect(contradictions(rows, world.upstream.hits, load.answered, name)).toEqual(NO_CONTRADICTIONS);
  expect(outlived).toBe(0);
  expect(served).toBeGreaterThan(ROUNDS * 5);
  expect(load.answered.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  const balances = await ledger.balances([{ ruleId: budgetId }]);
  const spent = await spentNanoUsd(world.sql, keyId, budgetId);
  expect(balances.map(({ used, held }) => ({ used, held }))).toEqual([{ used: spent, held: 0 }]);
  expect(await ledger.openHolds({})).toEqual([]);
}

export function describeKillRounds(world: () => KillWorld): void {
  describe("the Node host killed again and again under load", () => {
    it(
      "on its ledger in memory: every hit has one row, every answer too, nothing twice, drift 0, no hold outlives two leases",
      async () => {
        const host = await startHost(world().stack, {
          ...privateUpstreams(world().upstream),
          SLUICE_LEASE_MS: String(LEASE_MS),
        });
        const ledger = createSocketLedger({ path: host.socket });
        try {
          await expectNothingLost(world(), "memory", host, ledger, async () => {
            await host.kill();
            await host.start();
          });
        } finally {
          await ledger.close();
          await host.stop();
        }
      },
      ROUNDS * ROUND_MS,
    );
  });

  describe.skipIf(isRedisMissing)("workers on one Redis killed again and again under load", () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedisServer({ args: ["--appendonly", "yes"] });
    });
    afterAll(() => redis.stop());

    it(
      "every hit has one row, every answer too, nothing twice, drift 0, no hold outlives two leases",
      async () => {
        const host = await startHost(world().stack, {
          ...privateUpstreams(world().upstream),
          SLUICE_LEASE_MS: String(LEASE_MS),
          SLUICE_WORKERS: "2",
          REDIS_URL: redis.url,
        });
        const ledger = createRedisLedger({ url: redis.url, consumer: "observer", reportError: () => undefined });
        try {
          await expectNothingLost(world(), "redis", host, ledger, async (round) => {
            const workers = host.workers();
            if (round % 3 === 2) {
              await host.kill();
              await host.start();
            } else process.kill(workers[Math.floor(Math.random() * workers.length)] ?? 0, "SIGKILL");
          });
        } finally {
          await ledger.close();
          await host.stop();
        }
      },
      ROUNDS * ROUND_MS,
    );
  });
}
