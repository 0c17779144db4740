import { lastLines, runChild } from "./child.mjs";
import { fromRoot } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LauncherError, say } from "./say.mjs";

/** Builds the product as it is shipped, the bench anew, and runs it; the bench starts and stops all it needs. */
export async function runBench(args) {
  const isLedger = args[0] === "ledger";
  // The ledger is measured by itself, without the product around it.
  const node = await prepare(isLedger ? "none" : "all");
  const build = ["node_modules/rolldown/bin/cli.mjs", "-c", "tests/bench/rolldown.config.ts"];
  const { code, tail } = await runChild(node, build, { output: "quiet" });
  if (code !== 0) {
    say(lastLines(tail));
    throw new LauncherError(`The bench could not be built (exit code ${code}); the last lines are above.`);
  }
  const env = { NODE_ENV: "production" };
  const program = fromRoot("dist", isLedger ? "bench-ledger.mjs" : "bench.mjs");
  return (await runChild(node, [program, ...(isLedger ? args.slice(1) : args)], { env })).code;
}
