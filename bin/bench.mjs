import { lastLines, runChild } from "./child.mjs";
import { fromRoot } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LauncherError, say } from "./say.mjs";

/** Builds the product as it is shipped, the bench anew, and runs it; the bench starts and stops all it needs. */
export async function runBench(args) {
  const node = await prepare("all");
  const build = ["node_modules/rolldown/bin/cli.mjs", "-c", "tests/bench/rolldown.config.ts"];
  const { code, tail } = await runChild(node, build, { output: "quiet" });
  if (code !== 0) {
    say(lastLines(tail));
    throw new LauncherError(`The bench could not be built (exit code ${code}); the last lines are above.`);
  }
  const env = { NODE_ENV: "production" };
  return (await runChild(node, [fromRoot("dist", "bench.mjs"), ...args], { env })).code;
}
