import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@/lib/adapters/supabase/database.types";
import { floodSubject } from "@/lib/gateway/access/address";
import type { FloodGuard } from "@/lib/gateway/ports";
import type { Clock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import type { RequestFacts } from "@/lib/server/request-facts";
import { SignInInput } from "@/lib/services/session/schema";
import { isPasswordCorrect } from "./password";
import type { SessionProof } from "./session-secret";
import type { SessionStore } from "./session-store";

const LOCK_AFTER_FAILURES = 10;
const LOCK_MS = 15 * 60_000;

type Deps = {
  db: SupabaseClient<Database>;
  sessions: SessionStore;
  /** Counts an address together with an e-mail address. */
  pairGuard: FloodGuard;
  /** Counts an address whatever it tries, so that one cannot try one password on many accounts. */
  addressGuard: FloodGuard;
  clock: Clock;
  /** Lets the process outlive the answer until the store has counted. */
  keepAlive: (pending: Promise<unknown>) => void;
};

/** Checks a password and opens a session. */
export type SignIn = (input: unknown, facts: RequestFacts) => Promise<SessionProof & { userId: string }>;

/**
 * Every refusal of a password is one and the same `unauthenticated`, after the same work: whether there is such an
 * account, whether it is locked or disabled, shows neither in text nor in status nor in time. The flood guard counts
 * before anything is known, so its answer tells nothing either.
 */
export function createSignIn({ db, sessions, pairGuard, addressGuard, clock, keepAlive }: Deps): SignIn {
  return async (input, facts) => {
    const parsed = SignInInput.safeParse(input);
    if (!parsed.success) throw refusal();
    const email = parsed.data.email.trim().toLowerCase();
    const address = floodSubject(facts.ipAddress ?? "");
    const pair = `${address} ${email}`;
    if (!(await mayTry(pairGuard, pair, keepAlive)) || !(await mayTry(addressGuard, address, keepAlive))) {
      throw new AppError("too_many_attempts", "Too many attempts. Wait five minutes and try again.");
    }

    const user = await findUser(db, email);
    const isCorrect = await isPasswordCorrect(parsed.data.password, user?.password_hash ?? null);
    const isLocked = user !== null && user.locked_until !== null && Date.parse(user.locked_until) > clock.nowMs();
    if (user === null || !isCorrect || isLocked || !user.is_active) {
      if (user !== null && !isCorrect && !isLocked) await noteFailure(db, clock, user);
      throw refusal();
    }
    await pairGuard.forget(pair);
    await db
      .from("users")
      .update({
        failed_login_attempts: 0,
        locked_until: null,
        last_login_at: new Date(clock.nowMs()).toISOString(),
        last_login_ip: facts.ipAddress,
      })
      .eq("id", user.id)
      .throwOnError();
    return { ...(await sessions.open(user.id, facts)), userId: user.id };
  };
}

async function mayTry(guard: FloodGuard, subject: string, keepAlive: Deps["keepAlive"]): Promise<boolean> {
  const { isAllowed, pending } = await guard.admit(subject);
  if (pending) keepAlive(pending);
  return isAllowed;
}

function refusal(): AppError {
  return new AppError("unauthenticated", "E-mail address or password is wrong.");
}

async function findUser(db: SupabaseClient<Database>, email: string) {
  const { data } = await db
    .from("users")
    .select("id, password_hash, is_active, locked_until, failed_login_attempts")
    .eq("email", email)
    .maybeSingle()
    .throwOnError();
  return data;
}

async function noteFailure(
  db: SupabaseClient<Database>,
  clock: Clock,
  user: { id: string; failed_login_attempts: number },
): Promise<void> {
  const failures = user.failed_login_attempts + 1;
  const lock = failures >= LOCK_AFTER_FAILURES ? new Date(clock.nowMs() + LOCK_MS).toISOString() : null;
  await db
    .from("users")
    .update({ failed_login_attempts: lock === null ? failures : 0, locked_until: lock })
    .eq("id", user.id)
    .throwOnError();
}
