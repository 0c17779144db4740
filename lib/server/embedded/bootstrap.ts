import type { Sql } from "postgres";
import { CLAIM_READERS_SQL, GATEWAY_MEMBERSHIP_SQL, ROLES_SQL, SCHEMAS_SQL } from "./bootstrap-sql";

/**
 * Makes an empty cluster look like a hosted Supabase project. Idempotent. Afterwards `postgres`, who is not a superuser,
 * owns what the migrations make and signs in with `ownerPassword` (letters, digits, `-` and `_` only).
 */
export async function bootstrapDatabase(superuser: Sql, ownerPassword: string): Promise<void> {
  if (!/^[A-Za-z0-9_-]{16,}$/.test(ownerPassword)) {
    throw new Error("The database owner's password must be 16 or more letters, digits, - or _.");
  }
  await superuser.unsafe(ROLES_SQL);
  await superuser.unsafe(`alter role postgres password '${ownerPassword}'`);
  await superuser.unsafe("create schema if not exists auth");
  await ensureAuthTables(superuser);
  await superuser.unsafe(CLAIM_READERS_SQL);
  await superuser.unsafe(SCHEMAS_SQL);
}

/** To be called once the migrations have run. */
export async function allowGatewayRole(superuser: Sql): Promise<void> {
  await superuser.unsafe(GATEWAY_MEMBERSHIP_SQL);
}

/** The data API looks users up in its own auth tables; imported only when they are missing, since loading it is slow. */
async function ensureAuthTables(superuser: Sql): Promise<void> {
  const [found] = await superuser<{ users: string | null }[]>`select to_regclass('auth.users')::text as users`;
  if (found?.users) return;
  const { getAuthSchemaSql } = await import("@supabase/lite");
  await superuser.unsafe(getAuthSchemaSql());
}
