import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "rolldown";

const atRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const entries = {
  stack: "lib/server/embedded/main.ts",
  "data-api": "lib/server/embedded/data-api-main.ts",
  "demo-upstream": "lib/server/embedded/demo-upstream-main.ts",
  "node-host": "lib/server/node-host/main.ts",
};

/** These two throw when a bundler other than Next's meets them; outside Next there is no boundary to mark. */
const markers = ["server-only", "client-only"];

/** Our own sources are bundled, packages stay where npm put them. */
const isPackage = (id: string) =>
  !id.startsWith(".") && !id.startsWith("@/") && !isAbsolute(id) && !markers.includes(id);

export default defineConfig({
  input: entries,
  cwd: atRoot("."),
  platform: "node",
  tsconfig: atRoot("tsconfig.json"),
  external: isPackage,
  plugins: [
    {
      name: "empty-markers",
      resolveId: (id) => (markers.includes(id) ? `\0empty:${id}` : null),
      load: (id) => (id.startsWith("\0empty:") ? "export {};" : null),
    },
  ],
  output: {
    dir: atRoot("dist"),
    format: "esm",
    sourcemap: true,
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name]-[hash].mjs",
  },
});
