import { AsyncLocalStorage } from "node:async_hooks";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import { type PostgresFailure, postgresFailure } from "./sqlstate";

type Witness = { failure: PostgresFailure | null };

export type HardenedConnection = {
  connection: PostgresConnection;
  /** Runs a request and reports what Postgres said if a statement of it failed. */
  witness(run: () => Promise<Response>): Promise<{ response: Response; failure: PostgresFailure | null }>;
};

/** JSON arrives as text already; times leave as ISO 8601, as PostgREST's do. */
const TYPES = {
  json: { to: 114, from: [114], serialize: asJson, parse: JSON.parse },
  jsonb: { to: 3802, from: [3802], serialize: asJson, parse: JSON.parse },
  timestamptz: { to: 1184, from: [1184], serialize: (value: unknown) => value, parse: isoTime },
};

/** Lite's connection, made to leave the privileges alone that the migrations have set. */
export function hardenedConnection(url: string): HardenedConnection {
  const connection = createPostgresConnection({
    url,
    postgresOptions: { onnotice: () => undefined, max: 20, connect_timeout: 10, types: TYPES },
  });
  refuseBlanketGrants(connection);
  const current = new AsyncLocalStorage<Witness>();
  const withContext = connection.withContext.bind(connection);
  connection.withContext = async (...parameters) => {
    try {
      return await withContext(...parameters);
    } catch (error) {
      const seen = current.getStore();
      if (seen !== undefined) seen.failure = postgresFailure(error);
      throw error;
    }
  };
  return {
    connection,
    witness: async (run) => {
      const seen: Witness = { failure: null };
      const response = await current.run(seen, run);
      return { response, failure: seen.failure };
    },
  };
}

/** By itself it would grant all on every table to the API's roles as soon as one table has row security. */
function refuseBlanketGrants(connection: PostgresConnection): void {
  if (!("ensureRlsContext" in connection)) {
    throw new Error(
      "This version of @supabase/lite grants privileges in a way that is not known. Use the pinned version.",
    );
  }
  Reflect.set(connection, "ensureRlsContext", async () => true);
}

function asJson(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isoTime(text: string): string {
  return text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
}
