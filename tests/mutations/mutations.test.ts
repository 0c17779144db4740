import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { isRedisMissing } from "@/tests/helpers/redis-server";
import { ROOT } from "./bundle-tests";
import { EQUIVALENT_IN_PLANNING } from "./equivalent";
import { EQUIVALENT_IN_MODEL } from "./equivalent-model";
import { EQUIVALENT_IN_SCRIPT } from "./equivalent-script";
import { findLuaMutants } from "./find-lua-mutants";
import { findMutants, type Mutant } from "./find-mutants";
import { failureUnmutated, isUnanswered, runMutants } from "./run-mutants";
import { TARGETS } from "./targets";

const say = (text: string) => process.stdout.write(`${text}\n`);
const shown = ({ file, line, change, code }: Mutant) => `${file}:${line}: ${change} in: ${code}`;
const isEquivalent = (mutant: Mutant) =>
  [...EQUIVALENT_IN_PLANNING, ...EQUIVALENT_IN_MODEL, ...EQUIVALENT_IN_SCRIPT].some(
    ({ file, code, changes }) => file === mutant.file && code === mutant.code && changes.includes(mutant.change),
  );

const possible = TARGETS.filter(({ isLua }) => isLua !== true || !isRedisMissing);

it.each(possible)("every change by one in $name fails a test", async ({ name, files, tests, isLua = false }) => {
  const startMs = performance.now();
  expect(await failureUnmutated(tests, isLua)).toBeNull();
  const all = files.flatMap((file) =>
    (isLua ? findLuaMutants : findMutants)(file, readFileSync(`${ROOT}${file}`, "utf8")),
  );
  const mutants = all.filter((mutant) => !isEquivalent(mutant));
  const fates = await runMutants(tests, mutants, availableParallelism(), isLua, ({ mutant, outcome, by }) => {
    if (outcome === "survived") say(`survived: ${shown(mutant)}`);
    if (isUnanswered(by)) say(`killed, since ${by}: ${shown(mutant)}`);
  });
  const survivors = fates.filter(({ outcome }) => outcome === "survived").map(({ mutant }) => shown(mutant));
  const killed = fates.length - survivors.length;
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  const known = all.length - mutants.length;
  say(
    `${name}: ${all.length} mutants, ${killed} killed, ${survivors.length} survived, ${known} equivalent (${seconds} s)`,
  );
  expect(survivors).toEqual([]);
});
