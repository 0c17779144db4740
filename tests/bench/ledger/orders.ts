import { z } from "zod";

/** What a measuring process is told to do, one at a time; it answers each with one message. */
export const Order = z.discriminatedUnion("do", [
  z.object({ do: z.literal("fill"), subjects: z.number() }),
  z.object({ do: z.literal("measure"), checks: z.number(), subjects: z.number().nullable(), ms: z.number() }),
  z.object({ do: z.literal("upkeep") }),
  z.object({ do: z.literal("stop") }),
]);
export type Order = z.infer<typeof Order>;

/** Where a measuring process keeps its ledger: a folder for the memory ledger, else a Redis. */
export const Place = z.union([z.object({ dir: z.string() }), z.object({ url: z.string(), storePid: z.number() })]);
export type Place = z.infer<typeof Place>;

export const SampleAnswer = z.object({
  pairs: z.number(),
  seconds: z.number(),
  cpuUs: z.number(),
  storeCpuUs: z.number().nullable(),
});

export const Figures = z.record(z.string(), z.number());
