import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "@/tests/bench/run-command";
import type { Generator, Load, LoadResult } from "./generator";

const Facts = z.object({
  answers: z.number(),
  seconds: z.number(),
  errors: z.number(),
  refused: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});

/** Runs in a process of its own, and keeps each answer's time: autocannon's own table is in whole milliseconds. */
const PROGRAM = `import autocannon from "autocannon";
const load = JSON.parse(process.argv[2]);
const times = [];
const instance = autocannon({ url: load.url, method: "POST", headers: load.headers, body: load.body,
  connections: load.connections, duration: load.seconds });
instance.on("response", (client, status, bytes, ms) => times.push(ms));
const result = await instance;
times.sort((a, b) => a - b);
const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
console.log(JSON.stringify({ answers: times.length, seconds: result.duration, errors: result.errors + result.timeouts,
  refused: result.non2xx, p50Ms: at(0.5), p99Ms: at(0.99) }));
`;

export function createAutocannon(toolsFolder: () => Promise<string>): Generator {
  return {
    name: "autocannon 9.0.0",
    async run(load: Load): Promise<LoadResult> {
      const program = join(await toolsFolder(), "autocannon-run.mjs");
      writeFileSync(program, PROGRAM);
      const said = await runCommand(process.execPath, [program, JSON.stringify(load)]);
      const facts = Facts.parse(JSON.parse(said.trim().split("\n").at(-1) ?? ""));
      if (facts.errors > 0 || facts.refused > 0 || facts.answers === 0) {
        throw new Error(
          `${load.url}: of ${facts.answers} answers ${facts.refused} were errors, ${facts.errors} connections failed.`,
        );
      }
      return { answers: facts.answers, rps: facts.answers / facts.seconds, p50Ms: facts.p50Ms, p99Ms: facts.p99Ms };
    },
  };
}
