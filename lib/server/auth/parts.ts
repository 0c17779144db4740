import { after } from "next/server";
import { createServiceClient } from "@/lib/adapters/supabase/service-client";
import { serverEnv } from "@/lib/env";
import { systemRandomness } from "@/lib/server/crypto-ports";
import { floodGuard, MANAGEMENT_KEYS, SIGN_IN_ADDRESS, SIGN_IN_PAIR } from "@/lib/server/flood-guard";
import { systemClock } from "@/lib/server/system-clock";
import { createManagementKeyStore, type ManagementKeyStore } from "./management-keys";
import { createSessionStore, type SessionStore } from "./session-store";
import { createSignIn, type SignIn } from "./sign-in";

type AuthParts = { sessions: SessionStore; managementKeys: ManagementKeyStore; signIn: SignIn };

let parts: AuthParts | undefined;

/** The one sign-in, session store and key store of this process. */
export function authParts(): AuthParts {
  parts ??= createParts();
  return parts;
}

function createParts(): AuthParts {
  const env = serverEnv();
  const db = createServiceClient({ url: env.SUPABASE_URL, serviceKey: env.SUPABASE_SERVICE_ROLE_KEY });
  const sessions = createSessionStore({
    db,
    clock: systemClock,
    random: systemRandomness,
    serverSecret: env.NEXTAUTH_SECRET,
  });
  const keepAlive = (pending: Promise<unknown>) => after(() => pending);
  return {
    sessions,
    managementKeys: createManagementKeyStore({
      db,
      clock: systemClock,
      strangers: floodGuard(env, MANAGEMENT_KEYS),
      keepAlive,
    }),
    signIn: createSignIn({
      db,
      sessions,
      pairGuard: floodGuard(env, SIGN_IN_PAIR),
      addressGuard: floodGuard(env, SIGN_IN_ADDRESS),
      clock: systemClock,
      keepAlive,
    }),
  };
}
