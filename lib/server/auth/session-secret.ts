import { createHmac, timingSafeEqual } from "node:crypto";
import { sha256Hex } from "@/lib/server/crypto-ports";

/** What the cookie carries: which session, and proof of it. */
export type SessionProof = { sessionId: string; secret: string };

/**
 * The secret that follows another, the same on every process: parallel requests that bring the old one are all handed
 * the same successor, so that none of them is left with a dead cookie.
 */
export function nextSecret({ sessionId, secret }: SessionProof, serverSecret: string): string {
  return createHmac("sha256", serverSecret).update(`session-rotation\n${sessionId}\n${secret}`).digest("base64url");
}

/** Compares in constant time whether the secret is the one whose hash is stored. */
export function isSecretOf(secret: string, storedHash: string | null): boolean {
  const given = Buffer.from(sha256Hex(secret));
  const stored = Buffer.from(storedHash ?? "");
  return given.length === stored.length && timingSafeEqual(given, stored);
}
