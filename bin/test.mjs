import { readFileSync } from "node:fs";
import { stopIfInterrupted } from "./child.mjs";
import { fromRoot } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LauncherError, say } from "./say.mjs";
import { runSuite, soak, suites } from "./suites.mjs";

/** A suite belongs to the project from the moment its script does; from then on its absence is a failure. */
function declaredSuites() {
  const { scripts } = JSON.parse(readFileSync(fromRoot("package.json"), "utf8"));
  return suites.filter((suite) => scripts[`test:${suite.name}`] !== undefined);
}

function chosenSuites(names) {
  if (names.length === 0) return declaredSuites();
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = suites.map((suite) => suite.name).join(", ");
    throw new LauncherError(`There is no suite ${unknown.join(", ")}. The suites are: ${known}.`, 2);
  }
  return suites.filter((suite) => names.includes(suite.name));
}

export const describeCount = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/** In CI a skipped test is a test that was not run, which is what CI is there to notice. */
export const isGreen = ({ failed, skipped }, isCi) => failed === 0 && !(isCi && skipped > 0);

const isCi = () => !["", "0", "false"].includes(process.env.CI ?? "");

/** Kills the product a hundred times on each of its ledgers; what the suite leaves out is not skipped but not asked for. */
export async function runSoak() {
  say("Sluice is killed a hundred times under load, on its ledger in memory and on Redis.");
  const { count, problem } = await runSuite(soak, await prepare("all"));
  stopIfInterrupted();
  if (problem) say(`\nsoak: ${problem}`);
  say(`\n${describeCount({ ...count, skipped: 0 })}`);
  return count.failed === 0 && count.passed > 0 ? 0 : 1;
}

/** Runs the named suites, or all, one after another, and ends with one line that counts them together. */
export async function runTests(names) {
  const chosen = chosenSuites(names);
  say(`Sluice runs ${chosen.map((suite) => suite.name).join(", ")}.`);
  const node = await prepare(chosen.some((suite) => suite.needsBuild) ? "all" : "none");
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const suite of chosen) {
    say(`\n== ${suite.name}`);
    const { count, problem } = await runSuite(suite, node);
    stopIfInterrupted();
    for (const key of Object.keys(total)) total[key] += count[key];
    if (problem) say(`\n${suite.name}: ${problem}`);
    lines.push(`${suite.name.padEnd(9)} ${describeCount(count)}`);
  }
  const isPassed = isGreen(total, isCi());
  say(`\n${lines.join("\n")}`);
  if (!isPassed && total.failed === 0) say("Skipped tests fail the run, because CI is set.");
  say(`\n${describeCount(total)}`);
  return isPassed ? 0 : 1;
}
