import { resolve } from "node:path";
import type { StackEnv } from "@/lib/env";
import { type LedgerChoice, ledgerChoice } from "@/lib/server/ledger/ledger-choice";

export type StackMode = "start" | "dev";

/** What a given Supabase project needs to be told of. */
export type ExternalSupabase = { url: string; anonKey: string; serviceRoleKey: string; jwtSecret: string };

export type StackConfig = {
  mode: StackMode;
  ledger: LedgerChoice["kind"];
  host: string;
  port: number;
  stateFolder: string;
  /** Absent: the built-in database and data API. */
  supabase: ExternalSupabase | undefined;
  /** Where to run the migrations when the database is not ours. */
  databaseUrl: string | undefined;
};

/** Throws, saying which variables to set or to leave out, when the environment asks for what cannot be. */
export function stackConfig(mode: StackMode, env: StackEnv): StackConfig {
  return {
    mode,
    ledger: ledgerChoice(env).kind,
    host: env.HOST,
    port: env.PORT,
    stateFolder: resolve(env.SLUICE_HOME),
    supabase: externalSupabase(env),
    databaseUrl: env.DATABASE_URL,
  };
}

function externalSupabase(env: StackEnv): ExternalSupabase | undefined {
  const given = {
    SUPABASE_URL: env.SUPABASE_URL,
    SUPABASE_ANON_KEY: env.SUPABASE_ANON_KEY,
    SUPABASE_SERVICE_ROLE_KEY: env.SUPABASE_SERVICE_ROLE_KEY,
    SUPABASE_JWT_SECRET: env.SUPABASE_JWT_SECRET,
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET,
    SLUICE_ENCRYPTION_KEYS: env.SLUICE_ENCRYPTION_KEYS,
  };
  const { SUPABASE_URL: url, SUPABASE_ANON_KEY: anonKey, SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey } = given;
  const jwtSecret = given.SUPABASE_JWT_SECRET;
  if (url === undefined) {
    const orphans = ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_JWT_SECRET", "DATABASE_URL"].filter(
      (name) => Reflect.get(env, name) !== undefined,
    );
    if (orphans.length === 0) return undefined;
    throw new Error(
      `${orphans.join(", ")} is set but SUPABASE_URL is not. Set SUPABASE_URL to your project's address, or unset the ` +
        "others to run the built-in database.",
    );
  }
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  if (anonKey === undefined || serviceRoleKey === undefined || jwtSecret === undefined || missing.length > 0) {
    throw new Error(
      `SUPABASE_URL is set, so these must be too: ${missing.map(([name]) => name).join(", ")}. ` +
        "Unset SUPABASE_URL to run the built-in database with secrets of its own.",
    );
  }
  return { url, anonKey, serviceRoleKey, jwtSecret };
}
