import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const atRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const alias = {
  "@": atRoot("."),
  "server-only": atRoot("tests/setup/empty-module.ts"),
  "client-only": atRoot("tests/setup/empty-module.ts"),
};

type Suite = { name: string; include: string[]; testTimeoutMs: number; hookTimeoutMs: number; isParallel: boolean };

/** The three integration suites start real servers, so their files run one after another on however few cores there are. */
const suites: Suite[] = [
  {
    name: "unit",
    include: [
      "{lib,app,components}/**/*.test.{ts,tsx}",
      "tests/architecture/**/*.test.ts",
      "tests/{setup,launcher,bench}/**/*.test.ts",
      "bin/**/*.test.ts",
    ],
    testTimeoutMs: 10_000,
    hookTimeoutMs: 20_000,
    isParallel: true,
  },
  ...["contract", "rls", "fault"].map((name) => ({
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeoutMs: 120_000,
    hookTimeoutMs: 240_000,
    isParallel: false,
  })),
];

export default defineConfig({
  test: {
    projects: suites.map((suite) => ({
      resolve: { alias },
      oxc: { jsx: { runtime: "automatic" } },
      test: {
        name: suite.name,
        include: suite.include,
        exclude: ["**/node_modules/**", "**/.next/**", "dist/**"],
        environment: "node",
        globals: false,
        setupFiles: [atRoot("tests/setup/no-unexpected-console.ts"), atRoot("tests/setup/no-network.ts")],
        testTimeout: suite.testTimeoutMs,
        hookTimeout: suite.hookTimeoutMs,
        fileParallelism: suite.isParallel,
        restoreMocks: true,
        unstubEnvs: true,
        unstubGlobals: true,
      },
    })),
  },
});
