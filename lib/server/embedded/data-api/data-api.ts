import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { App } from "@supabase/lite";
import { type ApiRole, acceptedRole } from "./accepted-role";
import { gate } from "./gate";
import { hardenedConnection } from "./hardened-connection";
import { type PostgresFailure, statusOfSqlState } from "./sqlstate";

export type DataApiOptions = {
  /** A role that may `set role` to each of the API's roles. */
  databaseUrl: string;
  jwtSecret: string;
  /** 0 takes a free one. */
  port: number;
};

export type DataApi = { url: string; port: number; stop(): Promise<void> };

/** Serves PostgREST's protocol on loopback at `/rest/v1`. The schema is read at the first request: migrate before. */
export async function startDataApi(options: DataApiOptions): Promise<DataApi> {
  const { connection, witness } = hardenedConnection(options.databaseUrl);
  const secret = new TextEncoder().encode(options.jwtSecret);
  const app = new App({
    connection,
    auth: { enabled: true, jwt_secret: options.jwtSecret },
    options: { server: { apiKeys: { resolver: (key: string) => resolveKey(key, secret) } } },
  });
  await app.init();

  const answer = gate(options.jwtSecret, async (request, role) => {
    const { response, failure } = await witness(async () => await app.fetch(request));
    return failure === null ? response : await restoreFailure(response, failure, role);
  });
  const server = createServer(getRequestListener(answer));
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await connection.driver.end({ timeout: 2 });
    },
  };
}

async function resolveKey(key: string, secret: Uint8Array) {
  const verdict = await acceptedRole(key, secret);
  if ("refusal" in verdict) return null;
  if (verdict.role === "service_role") return { type: "secret" as const, claims: { role: verdict.role } };
  return verdict.role === "anon" ? { type: "publishable" as const, claims: { role: verdict.role } } : null;
}

/** Lite answers most failures of Postgres as an error of its own; the caller gets code, status, details and hint back. */
async function restoreFailure(response: Response, failure: PostgresFailure, role: ApiRole): Promise<Response> {
  if (response.status !== 500) return response;
  const said: unknown = await response
    .clone()
    .json()
    .catch((error: unknown) => ({ unreadable: error }));
  const code: unknown = typeof said === "object" && said !== null ? Reflect.get(said, "code") : undefined;
  if (typeof code === "string" && code !== "SUP") return response;
  return Response.json(
    { code: failure.code, details: failure.detail, hint: failure.hint, message: failure.message },
    { status: statusOfSqlState(failure.code, role === "anon") },
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
