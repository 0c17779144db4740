import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { dataApiFetch } from "./data-api-fetch";
import type { Database } from "./database.types";

/** A client that speaks for one actor during one request: policies decide by the token's claims. */
export function createUserClient(options: {
  url: string;
  anonKey: string;
  /** The actor's short-lived token. */
  accessToken: () => Promise<string>;
}): SupabaseClient<Database> {
  return createClient<Database>(options.url, options.anonKey, {
    accessToken: options.accessToken,
    global: { fetch: dataApiFetch },
  });
}
