import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";

const run = promisify(execFile);
const Findings = z.object({ results: z.array(z.object({ name: z.string(), detail: z.string().optional() })) });
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database.stop());

async function findings(): Promise<string[]> {
  const { stdout } = await run(
    process.execPath,
    [
      resolve("node_modules/supabase/dist/supabase.js"),
      ...["db", "advisors", `--remote=${database.ownerUrl}`, "--level", "warn", "--output-format", "json"],
    ],
    {
      env: { NODE_ENV: "production", PGSSLMODE: "disable", PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1", HOME: "/tmp" },
      maxBuffer: 16 * 1024 * 1024,
      timeout: 60_000,
    },
  );
  return Findings.parse(JSON.parse(stdout))
    .results.filter((finding) => !/\b(?:auth|supabase_migrations)\./.test(finding.detail ?? ""))
    .map((finding) => `${finding.name}: ${finding.detail ?? ""}`);
}

it("Supabase's advisors find nothing to warn of, and would", async () => {
  expect(await findings()).toEqual([]);
  const sql = postgres(database.ownerUrl, { max: 1 });
  await sql`create function public.forgotten() returns int language sql as 'select 1'`;
  await sql.end();
  expect((await findings()).join()).toContain("forgotten");
});
