import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runCommand } from "./run-command";

const SOURCE = resolve("tests/bench/tools");
const FOLDER = resolve("node_modules/.cache/sluice-bench");

/** Installs what only the bench needs, once, beside the product's own packages. Rejects where npm cannot. */
export async function installTools(say: (sentence: string) => void): Promise<string> {
  const lock = join(SOURCE, "package-lock.json");
  const installed = join(FOLDER, "package-lock.json");
  const isThere = existsSync(join(FOLDER, "node_modules/.package-lock.json"));
  if (isThere && existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(lock, "utf8")) return FOLDER;
  say("Installing @portkey-ai/gateway and autocannon for the bench (once).");
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(SOURCE, name), join(FOLDER, name));
  await runCommand("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], FOLDER);
  return FOLDER;
}
