import { join } from "node:path";
import { isInstalled } from "@/tests/bench/run-command";
import { createAutocannon } from "./autocannon";
import { createWrk } from "./wrk";

export type Load = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  connections: number;
  seconds: number;
};

/** Latencies in milliseconds, from the last byte of a request to the last of its answer. */
export type LoadResult = { answers: number; rps: number; p50Ms: number; p99Ms: number };

/** Rejects where an answer was no success: a run with errors measures nothing. */
export type Generator = { name: string; run(load: Load): Promise<LoadResult> };

/** wrk takes the least of the machine; where it is not installed autocannon does the work. */
export function chooseGenerator(folder: string, toolsFolder: () => Promise<string>): Generator {
  return isInstalled("wrk") ? createWrk(join(folder, "wrk.lua")) : createAutocannon(toolsFolder);
}
