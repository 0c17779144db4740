import "server-only";
import { createUserClient } from "@/lib/adapters/supabase/user-client";
import { serverEnv } from "@/lib/env";
import { countryData } from "@/lib/server/country-data";
import { sha256Hex, systemRandomness } from "@/lib/server/crypto-ports";
import { nextLedger } from "@/lib/server/ledger/process-ledger";
import { reportError } from "@/lib/server/report-error";
import { createSecretBox } from "@/lib/server/secret-box";
import { systemClock } from "@/lib/server/system-clock";
import type { AccountContext, SecretSealer } from "@/lib/services/context";

/** What the verbs share for the whole life of this process: everything but the actor's database. */
export type SharedParts = Omit<AccountContext, "actor" | "scopes" | "requestId" | "db" | "report">;

let shared: SharedParts | undefined;

/** Wires the control plane, once a process. */
export function sharedParts(): SharedParts {
  shared ??= createSharedParts();
  return shared;
}

/** A client of the data API for one actor; `accessToken` is asked at each call. */
export function actorDatabase(accessToken: () => Promise<string>) {
  const env = serverEnv();
  return createUserClient({ url: env.SUPABASE_URL, anonKey: env.SUPABASE_ANON_KEY, accessToken });
}

function createSharedParts(): SharedParts {
  const env = serverEnv();
  return {
    ledger: nextLedger().ledger,
    secrets: createSealer(env.SLUICE_ENCRYPTION_KEYS),
    countryOf: async (address) => await countryData().countryOf(address),
    clock: systemClock,
    random: systemRandomness,
    sha256Hex,
  };
}

/** Credentials are sealed for their row: the same place that the gateway names when it opens them. */
export function createSealer(keys: Parameters<typeof createSecretBox>[0]): SecretSealer {
  const box = createSecretBox(keys);
  return {
    sealCredential({ workspaceId, credentialId }, secret) {
      const place = {
        owner_table: "provider_credentials",
        owner_id: credentialId,
        field: "api_key",
        workspace_id: workspaceId,
      };
      const { ciphertext, iv, tag, key_id, aad_version } = box.seal(place, secret);
      return { ciphertext, iv, tag, key_id, aad_version };
    },
  };
}

export function reportFromVerb(requestId: string): AccountContext["report"] {
  return (error, facts) => reportError("A verb reports", { request_id: requestId, ...facts }, error);
}
