import { createServiceClient } from "@/lib/adapters/supabase/service-client";
import { serverEnv } from "@/lib/env";
import { systemRandomness } from "@/lib/server/crypto-ports";
import { systemClock } from "@/lib/server/system-clock";
import { createFloodGuard } from "./flood-guard";
import { createManagementKeyStore, type ManagementKeyStore } from "./management-keys";
import { createSessionStore, type SessionStore } from "./session-store";
import { createSignIn, type SignIn } from "./sign-in";

const ATTEMPTS_PER_PAIR = 8;
const ATTEMPTS_PER_ADDRESS = 100;
const WINDOW_MS = 5 * 60_000;

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
  const guardOf = (limit: number) => createFloodGuard({ clock: systemClock, limit, windowMs: WINDOW_MS });
  return {
    sessions,
    managementKeys: createManagementKeyStore({ db, clock: systemClock }),
    signIn: createSignIn({
      db,
      sessions,
      pairGuard: guardOf(ATTEMPTS_PER_PAIR),
      addressGuard: guardOf(ATTEMPTS_PER_ADDRESS),
      clock: systemClock,
    }),
  };
}
