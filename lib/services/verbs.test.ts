import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const MUTATING = /^(?:create|update|revoke|rotate|panic|delete)\.ts$/;
const READING = /^(?:list|get|get-[a-z-]+)\.ts$/;

const verbs = readdirSync("lib/services", { recursive: true, encoding: "utf8" })
  .map((path) => ({ path, name: path.split("/").at(-1) ?? "" }))
  .filter(({ path, name }) => path.includes("/") && (MUTATING.test(name) || READING.test(name)))
  .map(({ path, name }) => ({ path, name, text: readFileSync(`lib/services/${path}`, "utf8") }));

describe("service verbs", () => {
  it("are found where they are looked for", () => {
    expect(verbs.length).toBeGreaterThan(15);
  });

  it.each(verbs.filter(({ name }) => MUTATING.test(name)))(
    "$path checks the right before anything else",
    ({ text }) => {
      const body = text.slice(text.indexOf("export async function"));
      const check = body.search(/require(?:Scope|Account)\(ctx[,)]/);
      expect(check).toBeGreaterThan(-1);
      expect(body.search(/\.parse\(|ctx\.db|await /)).toBeGreaterThan(check);
    },
  );

  it.each(verbs.filter(({ name, path }) => READING.test(name) && !path.startsWith("workspaces/")))(
    "$path checks the right to read",
    ({ text }) => {
      expect(text).toMatch(/requireScope\((?:call\.)?ctx, "[a-z-]+:read"\)/);
    },
  );

  it.each(verbs.filter(({ path }) => !path.startsWith("workspaces/")))(
    "$path parses its input by its schema",
    ({ text }) => {
      expect(text).toMatch(/Input\.parse\((?:call\.)?input\)/);
    },
  );

  // Gateways keep neither a new workspace nor management keys in memory.
  const unpublished = /^(?:workspaces|management-keys)\//;
  it.each(verbs.filter(({ name, path }) => MUTATING.test(name) && !unpublished.test(path)))(
    "$path publishes what it changed to the ledger",
    ({ text }) => {
      expect(text).toMatch(/await (?:publishVersions|writeApiKey)\(ctx/);
    },
  );
});
