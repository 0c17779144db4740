import { type ChildProcess, fork } from "node:child_process";
import { z } from "zod";
import type { Order, Place } from "./orders";

/** A process that measures one ledger, so that the heap of one case does not weigh on another. */
export type MeasuringProcess = {
  ask<T extends z.ZodType>(order: Order, answer: T): Promise<z.output<T>>;
  stop(): Promise<void>;
};

const Answered = z.object({ answer: z.unknown() });

export async function startMeasuring(place: Place): Promise<MeasuringProcess> {
  const child = fork(process.argv[1] ?? "", ["measure", JSON.stringify(place)], { execArgv: ["--expose-gc"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await answerOf(child);
  return {
    async ask(order, answer) {
      const answered = answerOf(child);
      child.send(order);
      return answer.parse(await answered);
    },
    async stop() {
      if (child.connected) child.send({ do: "stop" } satisfies Order);
      await ended;
    },
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onClose = (code: number | null) => reject(new Error(`A measuring process ended with code ${code}.`));
    child.once("close", onClose);
    child.once("message", (message) => {
      child.off("close", onClose);
      resolve(Answered.parse(message).answer);
    });
  });
}
