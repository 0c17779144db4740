import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const atRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: atRoot("."),
  resolve: { alias: { "@": atRoot(".") } },
  test: {
    include: ["tests/mutations/mutations.test.ts"],
    testTimeout: 3_600_000,
    globals: false,
  },
});
