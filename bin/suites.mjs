import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastLines, runChild } from "./child.mjs";
import { fromRoot } from "./paths.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const colour = () => (process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {});

const vitest = (name) => ({
  name,
  folder: name === "unit" ? "tests/architecture" : `tests/${name}`,
  needsBuild: name !== "unit",
  args: (report) => [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    name,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ],
  env: () => ({}),
  count: countVitest,
});

export const suites = [
  ...["unit", "contract", "rls", "fault"].map(vitest),
  {
    name: "e2e",
    folder: "tests/e2e",
    needsBuild: true,
    args: () => ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    count: countPlaywright,
  },
];

/** The rounds of `kill -9` of the fault suite, a hundred on each ledger instead of ten. */
export const soak = {
  ...vitest("fault"),
  name: "soak",
  args: (report) => [
    ...vitest("fault").args(report),
    "tests/fault/node-host-faults.test.ts",
    "--testNamePattern=killed again and again",
  ],
  env: () => ({ SLUICE_SOAK_ROUNDS: "100" }),
};

/** A file that fails before its first test holds no failed assertion, and is a failure all the same. */
export function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((result) => result.status === "failed"),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** A flaky test failed once, and there is no reason to believe the second answer more than the first. */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/**
 * A runner that crashed, ended badly without naming a failed test, or ran nothing counts as one failure.
 * @returns {{ count: Count, problem?: string }}
 */
export function judge(count, exitCode, tail) {
  if (count === undefined) {
    const problem = `The runner ended with exit code ${exitCode} and no report:\n${lastLines(tail)}`;
    return { count: { passed: 0, failed: 1, skipped: 0 }, problem };
  }
  if (exitCode !== 0 && count.failed === 0) {
    const problem = `The runner ended with exit code ${exitCode} although no test failed:\n${lastLines(tail)}`;
    return { count: { ...count, failed: 1 }, problem };
  }
  if (count.passed + count.failed === 0) return { count: { ...count, failed: 1 }, problem: "The suite ran no test." };
  return { count };
}

/** Runs one suite in a process of its own, its output shown as it comes. */
export async function runSuite(suite, node) {
  if (!existsSync(fromRoot(suite.folder))) {
    return { count: { passed: 0, failed: 1, skipped: 0 }, problem: `The folder ${suite.folder} does not exist.` };
  }
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const report = join(folder, "report.json");
  try {
    const env = { NODE_ENV: "test", ...colour(), ...suite.env(report) };
    const { code, tail } = await runChild(node, suite.args(report), { output: "show", env });
    return judge(readCount(suite, report), code, tail);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCount(suite, report) {
  if (!existsSync(report)) return undefined;
  const text = readFileSync(report, "utf8");
  return text.trim() === "" ? undefined : suite.count(JSON.parse(text));
}
