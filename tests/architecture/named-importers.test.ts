import { beforeAll, describe, expect, it } from "vitest";
import { type Finding, lintSeeded } from "./seeded-lint";

const serviceClient = `import { seeded } from "@/lib/adapters/supabase/service-client";\nexport const used = seeded;\n`;
const nextAuth = `import seeded from "next-auth/next";\nexport const used = seeded;\n`;
const createClient = `import { createClient } from "@supabase/supabase-js";\nexport const used = createClient;\n`;
const clientType = `import type { SupabaseClient } from "@supabase/supabase-js";\nexport type Used = SupabaseClient;\n`;
const ambient = [
  "export const now = Date.now();",
  "export const chance = Math.random();",
  "export const variable = process.env.HOME;",
  "export const answer = fetch;",
];

const files: Record<string, string> = {
  "lib/server/container.ts": serviceClient,
  "lib/server/define-route.ts": nextAuth,
  "lib/server/embedded/main.ts": serviceClient,
  "lib/server/auth/seeded-service.ts": serviceClient,
  "lib/server/auth/seeded-auth.ts": nextAuth,
  "lib/server/embedded/seed-demo.ts": serviceClient,
  "lib/services/keys/create.ts": createClient,
  "lib/services/context.ts": clientType,
  "lib/kernel/cycle-a.ts": `import { b } from "./cycle-b";\nexport const a = () => b;\n`,
  "lib/kernel/cycle-b.ts": `import { a } from "./cycle-a";\nexport const b = () => a;\n`,
  "lib/server/reads-env.ts": "export const home = process.env.HOME;\n",
  "lib/env.ts": "export const home = process.env.HOME;\n",
  "lib/server/long.ts": `${"export {};\n".repeat(301)}`,
  "lib/server/exact.ts": `${"export {};\n".repeat(300)}`,
  ...Object.fromEntries(
    ["kernel", "ledger", "gateway"].map((layer) => [`lib/${layer}/ambient.ts`, `${ambient.join("\n")}\n`]),
  ),
};

let findings: Finding[];
const rulesAt = (path: string) => findings.filter((found) => found.path === path).map((found) => found.rule);

beforeAll(async () => {
  findings = await lintSeeded(files);
});

describe("imports with a list of importers", () => {
  it.each(["lib/server/container.ts", "lib/server/embedded/main.ts"])(
    "keeps the service-role client from %s",
    (path) => {
      expect(rulesAt(path)).toContain("noRestrictedImports");
    },
  );

  it.each(["lib/server/auth/seeded-service.ts", "lib/server/embedded/seed-demo.ts"])(
    "lets %s have the service-role client",
    (path) => {
      expect(rulesAt(path)).not.toContain("noRestrictedImports");
    },
  );

  it("keeps next-auth inside lib/server/auth", () => {
    expect(rulesAt("lib/server/define-route.ts")).toContain("noRestrictedImports");
    expect(rulesAt("lib/server/auth/seeded-auth.ts")).not.toContain("noRestrictedImports");
  });

  it("lets a service name the database's type and refuses that it makes a client", () => {
    expect(rulesAt("lib/services/keys/create.ts")).toContain("noRestrictedImports");
    expect(rulesAt("lib/services/context.ts")).not.toContain("noRestrictedImports");
  });
});

describe("rules for every file", () => {
  it("refuses an import cycle", () => {
    expect(rulesAt("lib/kernel/cycle-a.ts")).toContain("noImportCycles");
  });

  it("lets lib/env.ts alone read the environment", () => {
    expect(rulesAt("lib/server/reads-env.ts")).toContain("noProcessEnv");
    expect(rulesAt("lib/env.ts")).not.toContain("noProcessEnv");
  });

  it("refuses line 301 and accepts line 300", () => {
    expect(rulesAt("lib/server/long.ts")).toContain("noExcessiveLinesPerFile");
    expect(rulesAt("lib/server/exact.ts")).not.toContain("noExcessiveLinesPerFile");
  });

  it.each(["kernel", "ledger", "gateway"])("refuses clock, chance, environment and network in %s", (layer) => {
    const rules = rulesAt(`lib/${layer}/ambient.ts`);
    expect(rules.filter((rule) => rule === "noJsRestrictedProperties")).toHaveLength(2);
    expect(rules.filter((rule) => rule === "noRestrictedGlobals")).toHaveLength(2);
  });
});
