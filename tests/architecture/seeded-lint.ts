import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";

const BiomeReport = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), message: z.string(), location: z.object({ path: z.string() }).loose() }).loose(),
  ),
});

export type Finding = { path: string; rule: string; message: string };

/**
 * Lints the given files under the project's own configuration, in a folder outside the project: nothing is left
 * behind and no other tool ever sees a seeded file.
 * @param files source text by path from the project's root
 */
export async function lintSeeded(files: Record<string, string>): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-lint-"));
  try {
    for (const name of ["biome.jsonc", "package.json"]) await copyFile(name, join(folder, name));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const { diagnostics } = BiomeReport.parse(JSON.parse(await runBiome(folder)));
    return diagnostics.map(({ category, message, location }) => ({
      path: location.path.replaceAll("\\", "/"),
      rule: category.split("/").at(-1) ?? category,
      message,
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Exit code 1 means findings, which is what the caller came for; anything else rejects with Biome's own words. */
function runBiome(folder: string): Promise<string> {
  const binary = join(process.cwd(), "node_modules/@biomejs/biome/bin/biome");
  const options = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [binary, ...options], { cwd: folder }, (error, stdout, stderr) => {
      if (error !== null && error.code !== 1) reject(new Error(`Biome failed: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}
