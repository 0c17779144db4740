import { beforeAll, describe, expect, it } from "vitest";
import { type Finding, lintSeeded } from "./seeded-lint";

type Layer = { folder: string; extension?: string; allowed: string[]; refused: string[]; message: string };

const layers: Layer[] = [
  {
    folder: "lib/kernel",
    allowed: ["zod", "./clock", "@/lib/kernel/clock"],
    refused: ["@/lib/ledger/port", "@/lib/env", "node:crypto", "next", "undici", "../ledger/port", "./../ledger/port"],
    message: "kernel imports",
  },
  {
    folder: "lib/ledger",
    allowed: ["./rules", "@/lib/kernel/clock"],
    refused: ["@/lib/gateway/ports", "@/lib/adapters/memory/ledger", "node:fs", "next/server", "ioredis", "../env"],
    message: "ledger imports",
  },
  {
    folder: "lib/gateway/steps",
    allowed: [
      "zod",
      "./admit",
      "@/lib/gateway/ports",
      "@/lib/ledger/port",
      "@/lib/kernel/errors",
      "eventsource-parser",
    ],
    refused: ["node:http", "next/server", "undici", "@supabase/supabase-js", "@/lib/services/keys/create", "../ports"],
    message: "gateway is pure",
  },
  {
    folder: "lib/services/keys",
    allowed: [
      "zod",
      "./schema",
      "@/lib/kernel/errors",
      "@/lib/ledger/rules",
      "@/lib/gateway/pricing/price",
      "@/lib/gateway/access/scopes",
    ],
    refused: [
      "@/lib/gateway/pipeline",
      "@/lib/server/container",
      "@/lib/adapters/supabase/user-client",
      "next/headers",
    ],
    message: "services and jobs import",
  },
  {
    folder: "lib/jobs",
    allowed: ["@/lib/kernel/periods", "@/lib/ledger/port"],
    refused: ["@/lib/server/container", "@/components/ui/button", "nodemailer", "@/app/page"],
    message: "services and jobs import",
  },
  {
    folder: "lib/adapters/mail",
    allowed: ["@/lib/kernel/errors", "./outbox"],
    refused: ["nodemailer", "@/lib/adapters/memory/ledger", "@/lib/server/container", "undici"],
    message: "an adapter imports",
  },
  {
    folder: "lib/adapters/memory",
    allowed: ["node:fs/promises", "@/lib/ledger/port", "@/lib/kernel/clock"],
    refused: ["ioredis", "@upstash/redis", "@/lib/gateway/pipeline", "@/lib/adapters/ledger-socket/client"],
    message: "adapters/memory imports",
  },
  {
    folder: "lib/adapters/ledger-socket",
    allowed: ["node:net", "@/lib/ledger/port"],
    refused: ["undici", "@/lib/adapters/memory/ledger", "@/lib/server/container"],
    message: "adapters/ledger-socket imports",
  },
  {
    folder: "lib/adapters/egress",
    allowed: ["undici", "ipaddr.js", "node:dns/promises", "@/lib/gateway/ports"],
    refused: ["@supabase/supabase-js", "@/lib/gateway/pipeline", "@/lib/server/container", "next/server"],
    message: "adapters/egress imports",
  },
  {
    folder: "lib/adapters/geo",
    allowed: ["maxmind", "@/lib/gateway/ports"],
    refused: ["undici", "node:fs", "@/lib/gateway/pipeline", "@/lib/server/container"],
    message: "adapters/geo imports",
  },
  {
    folder: "lib/adapters/flood",
    allowed: ["@upstash/ratelimit", "@upstash/redis", "@/lib/gateway/ports", "@/lib/kernel/clock"],
    refused: ["ioredis", "@/lib/adapters/upstash/upstash-ledger", "@/lib/gateway/pipeline", "@/lib/server/container"],
    message: "adapters/flood imports",
  },
  {
    folder: "lib/adapters/supabase",
    allowed: ["@supabase/supabase-js", "server-only", "@/lib/gateway/ports"],
    refused: ["undici", "./service-client", "@/lib/adapters/supabase/service-client", "@/lib/server/session"],
    message: "adapters/supabase imports",
  },
  {
    folder: "lib/server",
    allowed: ["@/lib/gateway/pipeline", "@/lib/adapters/memory/ledger", "node:http", "next/server"],
    refused: ["@/app/page", "@/components/ui/button", "../services/keys/create"],
    message: "server imports lib",
  },
  {
    folder: "lib/ui",
    allowed: ["react", "clsx", "@/lib/kernel/money", "@/lib/services/keys/schema"],
    refused: ["@/lib/services/keys/create", "@/lib/server/session", "node:fs", "@/lib/gateway/ports", "next/headers"],
    message: "lib/ui is browser-safe",
  },
  {
    folder: "components/forms",
    extension: "tsx",
    allowed: ["react", "recharts", "@/lib/ui/cn", "@/components/ui/button", "@/lib/services/keys/schema"],
    refused: ["@/lib/services/keys/create", "@/lib/server/session", "next/headers", "@/app/actions", "node:fs"],
    message: "components import",
  },
  {
    folder: "app/(dashboard)/keys",
    extension: "tsx",
    allowed: [
      "next/navigation",
      "@/lib/server/session",
      "@/components/ui/button",
      "@/lib/services/keys/schema",
      "./actions",
    ],
    refused: [
      "@/lib/services/keys/create",
      "@supabase/supabase-js",
      "@/lib/gateway/pipeline",
      "@/lib/env",
      "next-auth",
    ],
    message: "app imports",
  },
  {
    folder: "bin",
    extension: "mjs",
    allowed: ["node:fs", "./paths.mjs"],
    refused: ["undici", "@/lib/env", "../lib/env"],
    message: "bin has no dependency",
  },
];

const shapes = {
  static: (source: string) => `import * as seeded from "${source}";\nexport const used = seeded;\n`,
  type: (source: string) => `import type { Seeded } from "${source}";\nexport type Used = Seeded;\n`,
  dynamic: (source: string) => `export const used = () => import("${source}");\n`,
  reexport: (source: string) => `export { seeded } from "${source}";\n`,
};

/** A type does not exist in JavaScript, and the service-role client is refused by name in every shape. */
const shapesOf = (layer: Layer) =>
  Object.entries(shapes).filter(([shape]) => !(layer.extension === "mjs" && shape === "type"));

type Seed = { path: string; text: string; layer: Layer; source: string };

function seeds(kind: "allowed" | "refused"): Seed[] {
  return layers.flatMap((layer) =>
    layer[kind].flatMap((source, index) =>
      shapesOf(layer).map(([shape, write]) => {
        const path = `${layer.folder}/seeded-${kind}-${index}-${shape}.${layer.extension ?? "ts"}`;
        return { path, text: write(source), layer, source };
      }),
    ),
  );
}

const refused = seeds("refused");
const allowed = seeds("allowed");
let findings: Finding[];

const importFindings = (path: string) =>
  findings.filter((found) => found.path === path && found.rule === "noRestrictedImports");

beforeAll(async () => {
  findings = await lintSeeded(Object.fromEntries([...refused, ...allowed].map((seed) => [seed.path, seed.text])));
});

describe.each(layers)("$folder", (layer) => {
  it.each(layer.refused)("refuses an import of %s, however it is written, with the layer's message", (source) => {
    const seeded = refused.filter((seed) => seed.layer === layer && seed.source === source);
    expect(seeded.length).toBeGreaterThanOrEqual(3);
    for (const seed of seeded) {
      expect(
        importFindings(seed.path).map((found) => found.message),
        seed.path,
      ).toEqual([expect.stringContaining(layer.message)]);
    }
  });

  it.each(layer.allowed)("accepts an import of %s", (source) => {
    for (const seed of allowed.filter((candidate) => candidate.layer === layer && candidate.source === source)) {
      expect(importFindings(seed.path), seed.path).toEqual([]);
    }
  });
});
