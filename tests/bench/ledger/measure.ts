import type { Ledger } from "@/lib/ledger/port";
import { processorSeconds } from "@/tests/bench/process-cost";
import { runCount, runPairs, type Sample, startTending } from "./load";
import { Order, type Place } from "./orders";
import { fillRedis, openRedisLedger } from "./redis";
import { heapBytes, measureUpkeep, openMemoryLedger } from "./upkeep";
import { anyOf, createWorkload, subjectOf } from "./workload";

type Opened = {
  ledger: Ledger & { maintain?(): void; close(): Promise<void> };
  storePid: number | null;
  fill(subjects: number): Promise<void>;
};

/** The program of one measuring process: owns one ledger and does as it is told, until it is told to stop. */
export async function runMeasuring(place: Place): Promise<void> {
  const { ledger, storePid, fill } = await open(place);
  let tending = startTending(ledger);
  let seeds = 0;
  const upkeep: Record<string, number> = {};

  const obey = async (order: Order): Promise<unknown> => {
    seeds += 1;
    const seed = `${process.pid}-${seeds}`;
    switch (order.do) {
      case "fill": {
        const before = heapBytes();
        await fill(order.subjects);
        // Whoever counts for many is measured without the backlog that filling it left.
        await tending.emptied();
        if ("dir" in place) {
          upkeep["heap_bytes_per_counter"] = Math.round((heapBytes() - before) / order.subjects);
        }
        return null;
      }
      case "measure": {
        const subject = order.subjects === null ? () => "" : anyOf(order.subjects);
        const next = createWorkload({ checks: order.checks, subject }, seed);
        return await measured(ledger, storePid, next, order.ms);
      }
      case "upkeep": {
        if (!("dir" in place)) return upkeep;
        await tending.stop();
        await ledger.close();
        Object.assign(upkeep, await measureUpkeep(place.dir));
        tending = { emptied: async () => undefined, stop: async () => undefined };
        return upkeep;
      }
      case "stop":
        await tending.stop();
        await ledger.close();
        return null;
    }
  };

  process.on("message", (message) => {
    const order = Order.parse(message);
    void obey(order).then(
      (answer) => {
        process.send?.({ answer });
        if (order.do === "stop") process.disconnect();
      },
      (cause: unknown) => {
        process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
        process.exit(1);
      },
    );
  });
  process.once("disconnect", () => process.exit(0));
  process.send?.({ answer: null });
}

async function open(place: Place): Promise<Opened> {
  if ("dir" in place) {
    const ledger = openMemoryLedger(place.dir);
    const fill = async (subjects: number) => {
      let next = 0;
      const subject = () => subjectOf(next++);
      await runCount(ledger, createWorkload({ checks: 1, subject }, `${process.pid}-fill`), subjects);
    };
    return { ledger, storePid: null, fill };
  }
  const ledger = await openRedisLedger(place.url);
  return { ledger, storePid: place.storePid, fill: (subjects) => fillRedis(ledger, subjects) };
}

async function measured(
  ledger: Ledger,
  storePid: number | null,
  next: Parameters<typeof runPairs>[1],
  ms: number,
): Promise<Sample> {
  const before = storePid === null ? null : processorSeconds(storePid);
  const sample = await runPairs(ledger, next, ms);
  const after = storePid === null ? null : processorSeconds(storePid);
  return { ...sample, storeCpuUs: before === null || after === null ? null : ((after - before) * 1e6) / sample.pairs };
}
