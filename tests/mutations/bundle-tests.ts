import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import type { Mutant } from "./find-mutants";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const STAND_IN = fileURLToPath(new URL("./vitest-stand-in.ts", import.meta.url));
const ENTRY = "mutation-entry";

/**
 * One file of JavaScript with the tests, what they test, and the mutation in it. The same seeds every time; that a
 * property fails is enough, and no shorter example is looked for.
 */
export async function bundleTests(tests: readonly string[], into: string, mutant: Mutant | null): Promise<void> {
  const entry = [
    `import fc from "fast-check";`,
    `import { runTests } from ${JSON.stringify(STAND_IN)};`,
    "fc.configureGlobal({ seed: 20261122, endOnFailure: true });",
    ...tests.map((file) => `import ${JSON.stringify(`${ROOT}${file}`)};`),
    "export const run = runTests;",
  ].join("\n");
  await build({
    input: ENTRY,
    cwd: ROOT,
    platform: "node",
    external: (id) =>
      id.startsWith("node:") || (!id.startsWith("@/") && /^[@a-z]/.test(id) && id !== "vitest" && id !== ENTRY),
    resolve: { alias: { "@": ROOT.slice(0, -1), vitest: STAND_IN } },
    plugins: [
      {
        name: "mutation",
        resolveId: (id) => (id === ENTRY ? `\0${ENTRY}.ts` : null),
        load(id) {
          if (id === `\0${ENTRY}.ts`) return { code: entry, moduleType: "ts" };
          return mutant !== null && id === `${ROOT}${mutant.file}` ? mutant.text : null;
        },
      },
    ],
    output: { file: into, format: "esm", codeSplitting: false },
    logLevel: "silent",
  });
}
