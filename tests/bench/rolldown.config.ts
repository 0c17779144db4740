import { defineConfig } from "rolldown";
import product from "../../rolldown.config";

/** Built as the product's processes are, but by itself: what the product runs must not depend on its bench. */
export default defineConfig({
  ...product,
  input: { bench: "tests/bench/main.ts", "bench-ledger": "tests/bench/ledger/main.ts" },
});
