import { SignJWT } from "jose";

const LIFETIME_SECONDS = 300;
const RENEWED_BEFORE_SECONDS = 60;

/** Hands out a token of role `gateway` (RFC 7519, HS256), signed anew a minute before it ends. */
export function createGatewayToken(jwtSecret: string): () => Promise<string> {
  const secret = new TextEncoder().encode(jwtSecret);
  let current: { token: Promise<string>; expiresAt: number } | null = null;
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (current === null || current.expiresAt - now < RENEWED_BEFORE_SECONDS) {
      const expiresAt = now + LIFETIME_SECONDS;
      const token = new SignJWT({ role: "gateway" })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .sign(secret);
      current = { token, expiresAt };
    }
    return current.token;
  };
}
