import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const atRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export default defineConfig({
  root: atRoot("."),
  resolve: { alias: { "@": atRoot("."), "server-only": atRoot("tests/setup/empty-module.ts") } },
  test: {
    include: ["tests/bench/data/**/*.bench.ts"],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
    globals: false,
  },
});
