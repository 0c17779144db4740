import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@/lib/adapters/supabase/database.types";
import type { Clock, Randomness } from "@/lib/kernel/clock";
import { sha256Hex } from "@/lib/server/crypto-ports";
import type { RequestFacts } from "@/lib/server/request-facts";
import type { WorkspaceMembership } from "@/lib/services/session/schema";
import { isSecretOf, nextSecret, type SessionProof } from "./session-secret";

export const SESSION_LIFETIME_MS = 30 * 86_400_000;
/** After this long the secret in the cookie is replaced at the next occasion. */
const ROTATE_AFTER_MS = 15 * 60_000;
/** For so long after a rotation the former secret still counts: requests in flight carry it. */
const GRACE_MS = 5 * 60_000;
const NOTE_ACTIVITY_AFTER_MS = 60_000;

/** A session that is good now, and the person it belongs to. */
export type LiveSession = {
  id: string;
  aal: "aal1" | "aal2";
  user: { id: string; email: string; full_name: string | null };
  workspaces: (WorkspaceMembership & { isDemo: boolean })[];
  /** Whether the cookie should be given a newer secret. */
  isRotationDue: boolean;
};

export type SessionStore = {
  open(userId: string, facts: RequestFacts): Promise<SessionProof>;
  /** The session, if the proof is good, it has neither ended nor been revoked, and its user is active. */
  find(proof: SessionProof): Promise<LiveSession | null>;
  /** Replaces the secret and answers the new proof. Parallel calls with one proof all answer the same. */
  rotate(proof: SessionProof): Promise<SessionProof>;
  /** Ends the session; a proof that is not good ends nothing. */
  revoke(proof: SessionProof, reason: string): Promise<void>;
};

type Deps = { db: SupabaseClient<Database>; clock: Clock; random: Randomness; serverSecret: string };

/** Sessions as rows of `sessions`. The row decides; of the cookie nothing is believed but the secret that hashes to it. */
export function createSessionStore(deps: Deps): SessionStore {
  return {
    open: (userId, facts) => open(deps, userId, facts),
    find: (proof) => find(deps, proof),
    rotate: (proof) => rotate(deps, proof),
    revoke: (proof, reason) => revoke(deps, proof, reason),
  };
}

async function open({ db, clock, random }: Deps, userId: string, facts: RequestFacts): Promise<SessionProof> {
  const secret = Buffer.from(random.bytes(32)).toString("base64url");
  const { data } = await db
    .from("sessions")
    .insert({
      user_id: userId,
      refresh_token: sha256Hex(secret),
      token_expiry: timeIn(clock, ROTATE_AFTER_MS),
      expires_at: timeIn(clock, SESSION_LIFETIME_MS),
      ip_address: facts.ipAddress,
      user_agent: facts.userAgent,
    })
    .select("id")
    .single()
    .throwOnError();
  return { sessionId: data.id, secret };
}

async function find(deps: Deps, proof: SessionProof): Promise<LiveSession | null> {
  const row = await readSession(deps.db, proof.sessionId);
  if (row === null || row.revoked_at !== null || !row.users.is_active) return null;
  const nowMs = deps.clock.nowMs();
  if (Date.parse(row.expires_at) <= nowMs) return null;
  const dueMs = row.token_expiry === null ? nowMs : Date.parse(row.token_expiry);
  const isCurrent = isSecretOf(proof.secret, row.refresh_token);
  if (!isCurrent) {
    if (!isSecretOf(proof.secret, row.previous_refresh_token)) return null;
    if (nowMs > dueMs - ROTATE_AFTER_MS + GRACE_MS) {
      await end(deps, row.id, "A former secret was used again.");
      return null;
    }
  }
  if (nowMs - Date.parse(row.last_active_at) > NOTE_ACTIVITY_AFTER_MS) {
    await deps.db
      .from("sessions")
      .update({ last_active_at: timeIn(deps.clock, 0) })
      .eq("id", row.id)
      .throwOnError();
  }
  return toLiveSession(row, !isCurrent || dueMs <= nowMs);
}

async function rotate({ db, clock, serverSecret }: Deps, proof: SessionProof): Promise<SessionProof> {
  const next = { sessionId: proof.sessionId, secret: nextSecret(proof, serverSecret) };
  const formerHash = sha256Hex(proof.secret);
  await db
    .from("sessions")
    .update({
      refresh_token: sha256Hex(next.secret),
      previous_refresh_token: formerHash,
      token_expiry: timeIn(clock, ROTATE_AFTER_MS),
    })
    .eq("id", proof.sessionId)
    .eq("refresh_token", formerHash)
    .throwOnError();
  return next;
}

async function revoke(deps: Deps, proof: SessionProof, reason: string): Promise<void> {
  const row = await readSession(deps.db, proof.sessionId);
  if (row === null) return;
  const isGood = [row.refresh_token, row.previous_refresh_token].some((hash) => isSecretOf(proof.secret, hash));
  if (isGood) await end(deps, row.id, reason);
}

async function end({ db, clock }: Deps, id: string, reason: string): Promise<void> {
  await db
    .from("sessions")
    .update({ revoked_at: timeIn(clock, 0), revoked_reason: reason })
    .eq("id", id)
    .is("revoked_at", null)
    .throwOnError();
}

function timeIn(clock: Clock, offsetMs: number): string {
  return new Date(clock.nowMs() + offsetMs).toISOString();
}

async function readSession(db: SupabaseClient<Database>, id: string) {
  const { data } = await db
    .from("sessions")
    .select(
      "id, aal, refresh_token, previous_refresh_token, token_expiry, expires_at, revoked_at, last_active_at, users!inner(id, email, full_name, is_active, workspace_members!workspace_members_user_id_fkey(role, workspaces!workspace_members_workspace_id_fkey(id, name, slug, is_demo, deleted_at)))",
    )
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  return data;
}

type SessionRow = NonNullable<Awaited<ReturnType<typeof readSession>>>;

function toLiveSession(row: SessionRow, isRotationDue: boolean): LiveSession {
  const { id, email, full_name, workspace_members: members } = row.users;
  const workspaces = members
    .filter((member) => member.workspaces.deleted_at === null)
    .map(({ role, workspaces: one }) => ({ id: one.id, name: one.name, slug: one.slug, role, isDemo: one.is_demo }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
  return {
    id: row.id,
    aal: row.aal === "aal2" ? "aal2" : "aal1",
    user: { id, email: String(email), full_name },
    workspaces,
    isRotationDue,
  };
}
