import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { serverEnv } from "@/lib/env";
import type { SessionProof } from "./session-secret";
import { SESSION_LIFETIME_MS } from "./session-store";

/** next-auth's own names: with the prefix wherever the site is served over https. */
const COOKIE_NAMES = ["__Secure-next-auth.session-token", "next-auth.session-token"] as const;

const Claims = z.object({ sessionId: z.guid(), secret: z.string().min(20).max(100) });

export type SessionCookie = { name: (typeof COOKIE_NAMES)[number]; proof: SessionProof };

/** The proof in the request's cookie; null if there is none that we encrypted. */
export async function readSessionCookie(): Promise<SessionCookie | null> {
  const jar = await cookies();
  for (const name of COOKIE_NAMES) {
    const token = jar.get(name)?.value;
    if (token === undefined) continue;
    const claims = Claims.safeParse(await decodeToken(token));
    if (claims.success) return { name, proof: claims.data };
  }
  return null;
}

/** Only where an answer's cookies can still be set: route handlers and actions. */
export async function writeSessionCookie({ name, proof }: SessionCookie): Promise<void> {
  const maxAge = SESSION_LIFETIME_MS / 1000;
  const value = await encode({ token: { ...proof }, secret: serverEnv().NEXTAUTH_SECRET, maxAge });
  const jar = await cookies();
  jar.set(name, value, { httpOnly: true, sameSite: "lax", path: "/", secure: name.startsWith("__Secure-"), maxAge });
}

export function newSessionCookie(proof: SessionProof, isHttps: boolean): SessionCookie {
  return { name: COOKIE_NAMES[isHttps ? 0 : 1], proof };
}

export async function clearSessionCookie(): Promise<void> {
  const jar = await cookies();
  for (const name of COOKIE_NAMES) jar.delete(name);
}

/** A cookie that cannot be decrypted is somebody else's or expired: an ordinary outcome, told as null. */
async function decodeToken(token: string): Promise<unknown> {
  return await decode({ token, secret: serverEnv().NEXTAUTH_SECRET }).catch(() => null);
}
