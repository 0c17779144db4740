import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { freemem } from "node:os";
import { lastLines, runChild, stopIfInterrupted } from "./child.mjs";
import { fromRoot, requireNode } from "./paths.mjs";
import { LauncherError, say, withProgress } from "./say.mjs";
import { sourceHash } from "./source-hash.mjs";

const stampPath = () => fromRoot("dist", ".build-hash");
const outputs = [
  ".next/BUILD_ID",
  "dist/stack.mjs",
  "dist/data-api.mjs",
  "dist/demo-upstream.mjs",
  "dist/node-host.mjs",
];
const parallelFrom = 3 * 1024 ** 3;

const pages = { name: "next build", args: ["node_modules/next/dist/bin/next", "build"] };
const processes = { name: "rolldown", args: ["node_modules/rolldown/bin/cli.mjs", "-c", "rolldown.config.ts"] };
const buildEnv = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };

/** True when every output exists and was made from the sources as they are now. */
export function isBuilt(hash = sourceHash()) {
  if (!outputs.every((path) => existsSync(fromRoot(path)))) return false;
  return existsSync(stampPath()) && readFileSync(stampPath(), "utf8").trim() === hash;
}

/** Builds pages and processes unless the last build was made from the same sources. */
export async function ensureBuilt({ force = false } = {}) {
  const hash = sourceHash();
  if (!force && isBuilt(hash)) return;
  clearStamp();
  await withProgress("Building (again only when sources change)", () => runAll([pages, processes]));
  const missing = outputs.filter((path) => !existsSync(fromRoot(path)));
  if (missing.length > 0) throw new LauncherError(`The build ended well but did not make ${missing.join(", ")}.`);
  if (sourceHash() === hash) writeFileSync(stampPath(), `${hash}\n`);
  else say("Sources changed during the build: the next start builds again.");
}

/** Development compiles pages on request, so only the Node processes are built. */
export async function ensureProcessesBuilt() {
  if (isBuilt()) return;
  clearStamp();
  await withProgress("Building the Node processes", () => runAll([processes]));
}

/** A stamp must never outlive the outputs it vouches for. */
function clearStamp() {
  mkdirSync(fromRoot("dist"), { recursive: true });
  rmSync(stampPath(), { force: true });
}

async function runAll(tools) {
  const node = requireNode();
  const abort = new AbortController();
  const runTool = async ({ name, args }) => {
    const { code, tail } = await runChild(node, args, { output: "quiet", env: buildEnv, signal: abort.signal });
    stopIfInterrupted();
    if (code === 0 || abort.signal.aborted) return;
    abort.abort();
    say(lastLines(tail));
    throw new LauncherError(`${name} failed with exit code ${code}; its last lines are above.`);
  };
  if (freemem() < parallelFrom) {
    for (const tool of tools) await runTool(tool);
    return;
  }
  const results = await Promise.allSettled(tools.map(runTool));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
}
