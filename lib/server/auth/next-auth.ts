import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { serverEnv } from "@/lib/env";
import { AppError } from "@/lib/kernel/errors";
import { reportError } from "@/lib/server/report-error";
import { readRequestFacts } from "@/lib/server/request-facts";
import { authParts } from "./parts";
import type { SessionProof } from "./session-secret";
import { SESSION_LIFETIME_MS } from "./session-store";

const Proof = z.object({ sessionId: z.string(), secret: z.string() });

/** `/api/auth/*`. The only place that knows next-auth; the rest of the server reads the cookie and the session's row. */
export async function handleAuth(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const answer: unknown = await NextAuth(request, context, options());
  if (answer instanceof Response) return answer;
  throw new TypeError("next-auth answered something that is no Response.");
}

function options(): NextAuthOptions {
  return {
    secret: serverEnv().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_LIFETIME_MS / 1000 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials, request) =>
          await authorize(credentials, new Headers(Object.entries(request.headers ?? {}))),
      }),
    ],
    callbacks: {
      // Of what next-auth would put into the cookie, the proof alone is kept.
      jwt: async ({ token, user }) => (user === undefined ? await stillGood(token) : { ...Proof.parse(user) }),
      session: async ({ session }) => ({ ...session, user: {} }),
    },
    events: {
      signOut: async ({ token }) => {
        const proof = Proof.safeParse(token);
        if (proof.success) await authParts().sessions.revoke(proof.data, "Signed out.");
      },
    },
    logger: {
      error: (code, metadata) => reportUnexpected(code, metadata),
      warn: (code) => reportError("next-auth warns", { code }),
      debug: () => undefined,
    },
  };
}

/** next-auth puts a thrown message into the redirect's `error` parameter, so only known words are thrown. */
async function authorize(credentials: unknown, headers: Headers): Promise<(SessionProof & { id: string }) | null> {
  const given = z.object({ email: z.string(), password: z.string() }).safeParse(credentials);
  if (!given.success) return null;
  try {
    const { userId, ...proof } = await authParts().signIn(given.data, readRequestFacts(headers));
    return { id: userId, ...proof };
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return null;
    if (error instanceof AppError && error.code === "too_many_attempts")
      throw new Error("too_many_attempts", { cause: error });
    reportError("Sign-in failed", {}, error);
    throw new Error("unavailable", { cause: error });
  }
}

/** A session that ended must not be prolonged by next-auth's own session endpoint, which drops the cookie when this throws. */
async function stillGood(token: JWT): Promise<JWT> {
  const proof = Proof.parse(token);
  if ((await authParts().sessions.find(proof)) === null) throw new SessionEnded("The session has ended.");
  return { ...proof };
}

class SessionEnded extends Error {
  override readonly name = "SessionEnded";
}

function reportUnexpected(code: string, metadata: unknown): void {
  const isOrdinary = code === "JWT_SESSION_ERROR" && metadata instanceof Error && metadata.name !== "TypeError";
  if (!isOrdinary) reportError("next-auth failed", { code }, metadata);
}
