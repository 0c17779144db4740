import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningPart } from "./supervisor/part";

export type RunFacts = {
  pid: number;
  url: string;
  parts: Record<string, { pid: number; port?: number }>;
  databaseUrl: string | null;
  supabaseUrl: string | null;
};

export type DemoFacts = {
  url: string;
  email: string;
  password: string;
  workspace: string;
  key: string;
  management_key: string;
};

/** What runs where, for tools on this machine: `run.json`, mode 600. */
export function writeRunFacts(stateFolder: string, facts: RunFacts): void {
  writeWhole(join(stateFolder, "run.json"), facts);
}

export function removeRunFacts(stateFolder: string): void {
  rmSync(join(stateFolder, "run.json"), { force: true });
}

/** What the terminal shows of the demo workspace: `demo.json`, mode 600. */
export function writeDemoFacts(stateFolder: string, facts: DemoFacts): void {
  writeWhole(join(stateFolder, "demo.json"), facts);
}

export function partFacts(running: ReadonlyMap<string, RunningPart>): RunFacts["parts"] {
  return Object.fromEntries(
    [...running].map(([name, part]) => [
      name,
      { pid: part.pid, ...(part.port === undefined ? {} : { port: part.port }) },
    ]),
  );
}

function writeWhole(path: string, facts: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
