import type { Contender } from "./contenders/contender";
import type { Generator, LoadResult } from "./load/generator";
import type { Plan } from "./options";
import { CHAT_PATH, CHAT_REQUEST } from "./payload";
import { processorSeconds, residentMb } from "./process-cost";
import { firstByteMs, parallelStreamsMs } from "./streams";

/** With the processor time of each answer, which other work on the machine disturbs least; null where nobody knows. */
type Measured = LoadResult & { cpuUs: number | null };

/** Everything that was measured of one contender, one entry a round. */
export type Samples = {
  parallel: Measured[];
  single: Measured[];
  firstByteMs: number;
  parallelStreamsMs: number;
  residentMb: number | null;
};

export const PARALLEL_CONNECTIONS = 16;

/**
 * Warms everyone up with rounds that are not counted, since what a round does once makes a compiler think again; then
 * measures them in turn, each round from another one on, so that none is always the first.
 */
export async function runRounds(
  contenders: readonly Contender[],
  generator: Generator,
  plan: Plan,
  say: (sentence: string) => void,
): Promise<Map<string, Samples>> {
  const samples = new Map<string, Samples>();
  for (const contender of contenders) {
    for (let round = 0; round < plan.warmUpRounds; round += 1) {
      await measure(contender, generator, PARALLEL_CONNECTIONS, plan.warmUpSeconds);
      await measure(contender, generator, 1, plan.singleSeconds);
    }
    samples.set(contender.name, { parallel: [], single: [], firstByteMs: 0, parallelStreamsMs: 0, residentMb: null });
  }
  for (let round = 0; round < plan.rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(round + turn) % contenders.length];
      const own = contender && samples.get(contender.name);
      if (!contender || !own) continue;
      own.parallel.push(await measure(contender, generator, PARALLEL_CONNECTIONS, plan.parallelSeconds));
      own.single.push(await measure(contender, generator, 1, plan.singleSeconds));
    }
    say(`Round ${round + 1} of ${plan.rounds}: ${lastRound(samples)}.`);
  }
  for (const contender of contenders) {
    const own = samples.get(contender.name);
    if (!own) continue;
    own.firstByteMs = await firstByteMs(contender, plan.firstBytes);
    own.parallelStreamsMs = await parallelStreamsMs(contender, plan.parallelStreams);
    own.residentMb = contender.pid === null ? null : await residentMb(contender.pid);
  }
  return samples;
}

async function measure(
  contender: Contender,
  generator: Generator,
  connections: number,
  seconds: number,
): Promise<Measured> {
  const { pid } = contender;
  const startedAtMs = Date.now();
  const before = pid === null ? null : processorSeconds(pid);
  const result = await generator.run({
    url: `${contender.chatUrl}${CHAT_PATH}`,
    headers: { "content-type": "application/json", ...contender.headers },
    body: CHAT_REQUEST,
    connections,
    seconds,
  });
  const after = pid === null ? null : processorSeconds(pid);
  await contender.verify?.({ startedAtMs, answers: result.answers });
  const cpuUs = before === null || after === null ? null : ((after - before) * 1e6) / result.answers;
  return { ...result, cpuUs };
}

function lastRound(samples: ReadonlyMap<string, Samples>): string {
  return [...samples].map(([name, { parallel }]) => `${name} ${Math.round(parallel.at(-1)?.rps ?? 0)}/s`).join(", ");
}
