import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "@/lib/server/embedded/test-database";
import { generateDatabaseTypes } from "@/tests/helpers/generate-database-types";

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database.stop());

it("the committed database types are those of the migrations (vitest -u writes them anew)", async () => {
  const types = await generateDatabaseTypes(database.ownerUrl);
  expect(types).toContain("request_logs");
  await expect(types).toMatchFileSnapshot(resolve("lib/adapters/supabase/database.types.ts"));
});
