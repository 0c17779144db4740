import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** TypeScript types of schema public, as the Supabase CLI writes them for the database at `ownerUrl`. */
export async function generateDatabaseTypes(ownerUrl: string): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [
      resolve("node_modules/supabase/dist/supabase.js"),
      ...["gen", "types", "typescript", "--schema", "public", "--db-url", ownerUrl],
    ],
    {
      env: { NODE_ENV: "production", PGSSLMODE: "disable", PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1", HOME: "/tmp" },
      maxBuffer: 16 * 1024 * 1024,
      timeout: 60_000,
    },
  );
  // Notices of the CLI's connection may come first, depending on what it thinks of its terminal.
  return stdout.slice(stdout.indexOf("export type Json"));
}
