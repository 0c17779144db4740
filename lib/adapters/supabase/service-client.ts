import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { dataApiFetch } from "./data-api-fetch";
import type { Database } from "./database.types";

/** A client that no policy binds. Sign-in and the seed alone may import it. */
export function createServiceClient(options: { url: string; serviceKey: string }): SupabaseClient<Database> {
  return createClient<Database>(options.url, options.serviceKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: dataApiFetch },
  });
}
