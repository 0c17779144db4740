import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@/lib/adapters/supabase/database.types";
import { floodSubject } from "@/lib/gateway/access/address";
import { isInside } from "@/lib/gateway/http/client-address";
import type { FloodGuard } from "@/lib/gateway/ports";
import { parseApiKey } from "@/lib/kernel/api-key";
import type { Clock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { sha256Hex } from "@/lib/server/crypto-ports";
import { isScope, lowerRole, type Scope } from "@/lib/services/rights";
import type { Role } from "@/lib/services/workspaces/schema";

const NOTE_USE_AFTER_MS = 60_000;

/** A management key that is good now, and on whose behalf it acts. */
export type LiveManagementKey = {
  id: string;
  userId: string;
  workspace: { id: string; slug: string; role: Role; isDemo: boolean };
  /** Null: all that the role has. */
  scopes: readonly Scope[] | null;
};

export type ManagementKeyStore = {
  /** Throws `unauthenticated`, in the same words whatever is wrong with the key. */
  require(text: string, ipAddress: string | null): Promise<LiveManagementKey>;
};

type Deps = {
  db: SupabaseClient<Database>;
  clock: Clock;
  /** Counts keys that nobody knows, by address. */
  strangers: FloodGuard;
  /** Lets the process outlive the answer until the store has counted. */
  keepAlive: (pending: Promise<unknown>) => void;
};

/** Management keys as rows of `management_keys`, read anew at each request: revocation takes effect at the next one. */
export function createManagementKeyStore(deps: Deps): ManagementKeyStore {
  return {
    async require(text, ipAddress) {
      if (!parseApiKey(text, "management").ok) throw await turnedAway(deps, text, ipAddress);
      const row = await readKey(deps.db, sha256Hex(text));
      if (row === null || !isGood(row, deps.clock.nowMs(), ipAddress)) throw await turnedAway(deps, text, ipAddress);
      await noteUse(deps, row);
      const { user_id: userId, role, workspaces: workspace } = row.workspace_members;
      return {
        id: row.id,
        userId,
        workspace: {
          id: workspace.id,
          slug: workspace.slug,
          role: lowerRole(row.role, role),
          isDemo: workspace.is_demo,
        },
        scopes: row.scopes.length === 0 ? null : row.scopes.filter(isScope),
      };
    },
  };
}

async function readKey(db: SupabaseClient<Database>, hash: string) {
  const { data } = await db
    .from("management_keys")
    .select(
      "id, role, scopes, allowed_ips, expires_at, revoked_at, last_used_at, workspace_members!inner(user_id, role, users!workspace_members_user_id_fkey!inner(is_active), workspaces!workspace_members_workspace_id_fkey!inner(id, slug, is_demo, deleted_at))",
    )
    .eq("key_hash", hash)
    .maybeSingle()
    .throwOnError();
  return data;
}

type KeyRow = NonNullable<Awaited<ReturnType<typeof readKey>>>;

function isGood(row: KeyRow, nowMs: number, ipAddress: string | null): boolean {
  return (
    row.revoked_at === null &&
    (row.expires_at === null || Date.parse(row.expires_at) > nowMs) &&
    row.workspace_members.users.is_active &&
    row.workspace_members.workspaces.deleted_at === null &&
    isAllowedAddress(textsOf(row.allowed_ips), ipAddress)
  );
}

/** The generated types leave `cidr[]` open; it arrives as texts. What is none is kept as a range that nobody is in. */
function textsOf(ranges: unknown): string[] {
  return Array.isArray(ranges) ? ranges.map(String) : ["unreadable"];
}

/** No ranges allow every address; an unknown address is in none. */
function isAllowedAddress(ranges: readonly string[], ipAddress: string | null): boolean {
  return ranges.length === 0 || (ipAddress !== null && isInside(ipAddress, ranges));
}

async function noteUse({ db, clock }: Deps, row: KeyRow): Promise<void> {
  const nowMs = clock.nowMs();
  if (row.last_used_at !== null && nowMs - Date.parse(row.last_used_at) < NOTE_USE_AFTER_MS) return;
  await db
    .from("management_keys")
    .update({ last_used_at: new Date(nowMs).toISOString() })
    .eq("id", row.id)
    .throwOnError();
}

/** Whatever is wrong with a key counts alike, so that nothing shows; a good key is never turned away for its neighbours. */
async function turnedAway({ strangers, keepAlive }: Deps, text: string, ipAddress: string | null): Promise<AppError> {
  const verdict = await strangers.admit(floodSubject(ipAddress ?? ""));
  if (verdict.pending) keepAlive(verdict.pending);
  if (verdict.isAllowed) return notValid(text);
  const seconds = Math.max(1, Math.ceil(verdict.retryAfterMs / 1_000));
  return new AppError(
    "too_many_attempts",
    `Too many calls with keys that are not valid came from your address. Try again in ${seconds} s.`,
    {
      retryAfterMs: verdict.retryAfterMs,
    },
  );
}

function notValid(text: string): AppError {
  return new AppError(
    "unauthenticated",
    text.startsWith("slc_")
      ? "This is a key for /api/proxy. The management API takes a management key, slm_live_..., as Authorization: Bearer."
      : "This management key is unknown, expired, revoked, or not allowed from this address.",
  );
}
