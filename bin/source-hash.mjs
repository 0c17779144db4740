import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "./paths.mjs";

const folders = ["app", "components", "lib", "public", "supabase"];
const files = [
  "next.config.ts",
  "postcss.config.mjs",
  "rolldown.config.ts",
  "tsconfig.json",
  "tsconfig.next.json",
  "package.json",
  "package-lock.json",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
];
const isSource = (name) => !/\.test\.tsx?$/.test(name) && name !== ".temp" && name !== ".branches";

function* walk(path) {
  const entries = readdirSync(fromRoot(path), { withFileTypes: true }).filter((entry) => isSource(entry.name));
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* walk(child);
    else if (entry.isFile()) yield child;
  }
}

/** One digest over the name and content of everything a build reads. */
export function sourceHash() {
  const hash = createHash("sha256");
  const sources = [
    ...folders.filter((folder) => existsSync(fromRoot(folder))).flatMap((folder) => [...walk(folder)]),
    ...files.filter((file) => existsSync(fromRoot(file))),
  ];
  for (const path of sources) {
    const content = readFileSync(fromRoot(path));
    hash.update(`${path.replaceAll("\\", "/")}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
