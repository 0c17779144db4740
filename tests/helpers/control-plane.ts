import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLedgerServer } from "@/lib/adapters/ledger-socket/server";
import { createMemoryLedger, type MemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { createServiceClient } from "@/lib/adapters/supabase/service-client";
import { createUserClient } from "@/lib/adapters/supabase/user-client";
import { serverEnv } from "@/lib/env";
import { hashPassword } from "@/lib/server/auth/password";
import type { RouteHandler } from "@/lib/server/define-route";
import { startTestStack, type TestStack } from "@/lib/server/embedded/test-database";
import { systemClock } from "@/lib/server/system-clock";
import type { Role } from "@/lib/services/workspaces/schema";
import { enterRequest } from "./fake-next-headers";

export const PASSWORD = "correct horse battery staple";
export const ORIGIN = "http://localhost:3000";

export type Person = { id: string; email: string; jar: Map<string, string> };
export type Answer = { status: number; text: string; json: Record<string, unknown>; headers: Headers };
export type Call = {
  body?: unknown;
  rawBody?: string;
  params?: Record<string, string>;
  query?: string;
  workspace?: string;
  headers?: Record<string, string>;
};

export type ControlPlane = {
  stack: TestStack;
  ledger: MemoryLedger;
  admin: ReturnType<typeof createServiceClient>;
  /** The data API as the gateway sees it. */
  gateway: ReturnType<typeof createUserClient>;
  addPerson(name: string): Promise<Person>;
  addWorkspace(slug: string, members: readonly (readonly [Person, Role])[]): Promise<string>;
  /** Runs a route handler as a browser of this person would reach it. */
  call(person: Person | null, method: string, handler: RouteHandler, call?: Call): Promise<Answer>;
  stop(): Promise<void>;
};

/** Postgres, data API, memory ledger behind its socket, and this process's environment set to them. */
export async function startControlPlane(): Promise<ControlPlane> {
  const stack = await startTestStack();
  const home = mkdtempSync(join(tmpdir(), "sluice-cp-"));
  const ledger = createMemoryLedger({ dir: null, clock: systemClock });
  const path = join(home, "ledger.sock");
  const server = await createLedgerServer({ ledger, path });
  readEnvironment(stack, path);
  const admin = createServiceClient({ url: stack.supabaseUrl, serviceKey: stack.serviceKey });
  const gateway = createUserClient({
    url: stack.supabaseUrl,
    anonKey: stack.anonKey,
    accessToken: () => stack.mint({ role: "gateway" }),
  });

  return {
    stack,
    ledger,
    admin,
    gateway,
    async addPerson(name) {
      const email = `${name}@example.com`;
      const { data } = await admin
        .from("users")
        .insert({ email, password_hash: await hashPassword(PASSWORD), full_name: name })
        .select("id")
        .single()
        .throwOnError();
      return { id: data.id, email, jar: new Map() };
    },
    async addWorkspace(slug, members) {
      const { data } = await admin.from("workspaces").insert({ name: slug, slug }).select("id").single().throwOnError();
      for (const [person, role] of members) {
        await admin
          .from("workspace_members")
          .insert({ workspace_id: data.id, user_id: person.id, role })
          .throwOnError();
      }
      return data.id;
    },
    call: runHandler,
    stop: async () => {
      await server.close();
      await ledger.close();
      await stack.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The environment is read once a process, so it is read here, while it is set. */
function readEnvironment(stack: TestStack, ledgerSocket: string): void {
  const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
  const values = {
    SUPABASE_URL: stack.supabaseUrl,
    SUPABASE_ANON_KEY: stack.anonKey,
    SUPABASE_SERVICE_ROLE_KEY: stack.serviceKey,
    SUPABASE_JWT_SECRET: stack.jwtSecret,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    SLUICE_ENCRYPTION_KEYS: `k2:${key(2)},k1:${key(1)}`,
    SLUICE_LEDGER_SOCKET: ledgerSocket,
    SLUICE_PRIVATE_UPSTREAMS: "127.0.0.1:9999",
  };
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  Object.assign(process.env, values);
  serverEnv();
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

async function runHandler(
  person: Person | null,
  method: string,
  handler: RouteHandler,
  call: Call = {},
): Promise<Answer> {
  const headers = new Headers({
    host: "localhost:3000",
    "user-agent": "test",
    "x-forwarded-for": "203.0.113.7",
    ...(method === "GET" ? {} : { origin: ORIGIN, "content-type": "application/json" }),
    ...(call.workspace === undefined ? {} : { "x-sluice-workspace": call.workspace }),
    ...call.headers,
  });
  enterRequest(person?.jar ?? new Map(), headers);
  const body = call.rawBody ?? (call.body === undefined ? null : JSON.stringify(call.body));
  const request = new Request(`${ORIGIN}/api/v1/any${call.query ?? ""}`, { method, headers, body });
  const response = await handler(request, { params: Promise.resolve(call.params) });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text), headers: response.headers };
}
