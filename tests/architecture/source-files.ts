import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export type SourceFile = { path: string; text: string };

/** Every TypeScript and launcher source under the given folders, by path from the project's root. */
export async function sourceFiles(folders: string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).replaceAll("\\", "/");
      if (entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
        found.push({ path, text: await readFile(path, "utf8") });
    }
  }
  return found;
}

export const isTest = ({ path }: SourceFile) => /\.test\.tsx?$/.test(path) || path.startsWith("tests/");
