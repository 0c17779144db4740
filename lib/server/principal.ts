import "server-only";
import { authParts } from "@/lib/server/auth/parts";
import type { LiveSession } from "@/lib/server/auth/session-store";
import type { RequestFacts } from "@/lib/server/request-facts";
import { requireSession } from "@/lib/server/session";
import type { Actor } from "@/lib/services/context";
import type { Scope } from "@/lib/services/rights";
import type { Role } from "@/lib/services/workspaces/schema";

/** Who asks, and where they may act: a signed-in member in all their workspaces, a management key in its own. */
export type Principal = {
  actor: Actor;
  aal: "aal1" | "aal2";
  workspaces: readonly { id: string; slug: string; role: Role; isDemo: boolean }[];
  /** Null: everything that the role allows. */
  scopes: readonly Scope[] | null;
};

const BEARER = /^Bearer(?: +(\S*) *)?$/i;

/** The member whose session the cookie carries, or the management key of `Authorization: Bearer`. Throws `unauthenticated`. */
export async function requirePrincipal(headers: Headers, facts: RequestFacts): Promise<Principal> {
  const bearer = BEARER.exec(headers.get("authorization") ?? "");
  if (bearer === null) return asPrincipal(await requireSession());
  const key = await authParts().managementKeys.require(bearer[1] ?? "", facts.ipAddress);
  return {
    actor: { kind: "management_key", userId: key.userId, keyId: key.id },
    aal: "aal1",
    workspaces: [key.workspace],
    scopes: key.scopes,
  };
}

/**
 * A management key is no cookie: no browser adds it by itself, so a foreign page cannot borrow it. Other schemes than
 * Bearer belong to whatever stands in front of us, and browsers do add those.
 */
export function bringsManagementKey(headers: Headers): boolean {
  return BEARER.test(headers.get("authorization") ?? "");
}

export function asPrincipal(session: LiveSession): Principal {
  return {
    actor: { kind: "user", userId: session.user.id, sessionId: session.id },
    aal: session.aal,
    workspaces: session.workspaces,
    scopes: null,
  };
}
