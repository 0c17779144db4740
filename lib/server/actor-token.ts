import { SignJWT } from "jose";
import type { Role } from "@/lib/services/workspaces/schema";

/** Long enough for the statements of one request, too short to be worth stealing. */
const LIFETIME_SECONDS = 60;

/** Who acts, as policies and audit triggers read it from the token's claims. */
export type ActorClaims = {
  userId: string;
  /** Absent outside a workspace: the token then reaches all workspaces of the user. */
  workspaceId?: string;
  /** The most the token allows, whatever the membership says. */
  role?: Role;
  /** Of a management key; empty for no limit but the role. */
  scopes: readonly string[];
  actor: "user" | "management_key";
  /** The session or the management key. */
  actorId: string;
  aal: "aal1" | "aal2";
  requestId: string;
  ipAddress: string | null;
  userAgent: string | null;
};

/** Signs the 60-second token (RFC 7519, HS256) with which one request speaks to the data API. It never leaves the server. */
export async function mintActorToken(claims: ActorClaims, secret: string, nowMs: number): Promise<string> {
  const issuedAt = Math.floor(nowMs / 1000);
  return await new SignJWT({
    role: "authenticated",
    ...(claims.workspaceId === undefined ? {} : { wsp: claims.workspaceId }),
    ...(claims.role === undefined ? {} : { rol: claims.role }),
    scp: claims.scopes,
    act: claims.actor,
    aid: claims.actorId,
    aal: claims.aal,
    rid: claims.requestId,
    ...(claims.ipAddress === null ? {} : { ip: claims.ipAddress }),
    ...(claims.userAgent === null ? {} : { ua: claims.userAgent.slice(0, 300) }),
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience("authenticated")
    .setSubject(claims.userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(new TextEncoder().encode(secret));
}
