import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { createSocketLedger } from "@/lib/adapters/ledger-socket/client";
import type { EdgeEnv } from "@/lib/server/edge-host/edge-host";
import type { RunFacts } from "./stack";

type EdgeRuntimeModule = {
  EdgeRuntime: new (options: { initialCode: string; extend(context: object): object }) => object;
  runServer(options: { runtime: object; port: number; host: string }): Promise<{ url: string; close(): Promise<void> }>;
};

export type EdgeVariant = { url: string; stop(): Promise<void> };

/** The edge variant as one script for runtimes with Web APIs alone, and what it would still import. */
export async function bundleEdgeHost(): Promise<{ code: string; imports: string[] }> {
  const bundle = await rolldown({
    input: resolve("lib/server/edge-host/edge-host.ts"),
    platform: "browser",
    tsconfig: resolve("tsconfig.json"),
    resolve: { conditionNames: ["edge-light", "worker", "import"] },
  });
  const { output } = await bundle.generate({ format: "iife", name: "edgeHost", codeSplitting: false });
  await bundle.close();
  const [chunk] = output;
  return { code: chunk.code, imports: [...chunk.imports, ...chunk.dynamicImports] };
}

/** Serves the bundle from the edge runtime that Next brings along, beside a running stack and on its ledger. */
export async function startEdgeVariant(
  home: string,
  run: RunFacts,
  upstreams: readonly string[],
): Promise<EdgeVariant> {
  const { code } = await bundleEdgeHost();
  const ledger = createSocketLedger({ path: join(home, "ledger.sock") });
  const parts = { ledger, env: edgeEnv(home, run, upstreams) };
  const { EdgeRuntime, runServer } = asEdgeRuntime(createRequire(import.meta.url)("next/dist/compiled/edge-runtime"));
  const runtime = new EdgeRuntime({
    extend: (context) => Object.assign(context, { parts }),
    initialCode: `${code}
      const host = edgeHost.createEdgeHost(parts.env, parts.ledger);
      addEventListener("fetch", (event) => event.respondWith(host.answerCall(event.request, (work) => event.waitUntil(work))));`,
  });
  const server = await runServer({ runtime, port: 0, host: "127.0.0.1" });
  return {
    url: server.url.replace(/\/$/, ""),
    async stop() {
      await server.close();
      await ledger.close();
    },
  };
}

function edgeEnv(home: string, run: RunFacts, upstreams: readonly string[]): EdgeEnv {
  const secrets = asTexts(JSON.parse(readFileSync(join(home, "secrets.json"), "utf8")));
  const text = (name: string): string => secrets[name] ?? "";
  return {
    SUPABASE_URL: `http://127.0.0.1:${run.parts["data-api"]?.port ?? 0}`,
    SUPABASE_ANON_KEY: text("supabaseAnonKey"),
    SUPABASE_JWT_SECRET: text("supabaseJwtSecret"),
    SLUICE_ENCRYPTION_KEYS: text("encryptionKeys")
      .split(",")
      .map((pair) => pair.split(":"))
      .map(([id = "", bytes = ""]) => ({ id, bytes: new Uint8Array(Buffer.from(bytes, "base64")) })),
    SLUICE_EDGE_UPSTREAMS: [...upstreams],
    SLUICE_TRUSTED_PROXIES: [],
    SLUICE_LEASE_MS: 30_000,
  };
}

/** The package `edge-runtime` as its documentation describes it; Next brings it along without its types. */
function asEdgeRuntime(module: unknown): EdgeRuntimeModule {
  return module as EdgeRuntimeModule;
}

/** The embedded stack writes a flat object of texts. */
function asTexts(secrets: unknown): Record<string, string | undefined> {
  return secrets as Record<string, string | undefined>;
}
