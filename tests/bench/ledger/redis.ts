import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import type { SharedLedger } from "@/lib/ledger/shared";
import { type RedisServer, startRedisServer } from "@/tests/helpers/redis-server";
import { countedBefore } from "./workload";

const ANSWER_MS = 30_000;
const CELLS_A_CALL = 500;
const CALLS_AT_ONCE = 4;

export type BenchRedis = { url: string; storePid: number; stop(): Promise<void> };

/** A server of our own that writes its log every second, as one that counts money should. */
export async function startBenchRedis(): Promise<BenchRedis> {
  const server = await startRedisServer({ args: ["--appendonly", "yes", "--auto-aof-rewrite-percentage", "0"] });
  return { url: server.url, storePid: await pidOf(server), stop: server.stop };
}

export async function openRedisLedger(url: string): Promise<SharedLedger> {
  const reportError = (message: string, cause: unknown) => {
    throw new Error(message, { cause });
  };
  const ledger = createRedisLedger({ url, consumer: `bench-${process.pid}`, timeoutMs: ANSWER_MS, reportError });
  await ledger.ready(ANSWER_MS);
  const set = `redis.call("SET", KEYS[1], ARGV[1]) return 1`;
  await ledger.store.run(set, [ledger.keys.epoch], ["bench"]);
  return ledger;
}

/** Puts one counter for each subject into the store, as a rebuild would. */
export async function fillRedis(ledger: SharedLedger, subjects: number): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: CALLS_AT_ONCE }, async () => {
      while (next < subjects) {
        const from = next;
        next = Math.min(subjects, from + CELLS_A_CALL);
        const cells = Array.from({ length: next - from }, (_, index) => countedBefore(from + index, Date.now()));
        await ledger.addUsed(cells, "");
      }
    }),
  );
}

async function pidOf(server: RedisServer): Promise<number> {
  const pid = /process_id:(\d+)/.exec(await server.command("INFO server"))?.[1];
  if (pid === undefined) throw new Error("redis-server does not say its process id.");
  return Number(pid);
}
