import "server-only";
import { cache } from "react";
import { AppError } from "@/lib/kernel/errors";
import { authParts } from "@/lib/server/auth/parts";
import { readSessionCookie, type SessionCookie, writeSessionCookie } from "@/lib/server/auth/session-cookie";
import type { LiveSession } from "@/lib/server/auth/session-store";
import type { Viewer } from "@/lib/services/session/schema";

type Current = { session: LiveSession; cookie: SessionCookie };

/** The session's row is read once a request, however many components ask. */
const readCurrent = cache(async (): Promise<Current | null> => {
  const cookie = await readSessionCookie();
  if (cookie === null) return null;
  const session = await authParts().sessions.find(cookie.proof);
  return session === null ? null : { session, cookie };
});

export async function currentSession(): Promise<LiveSession | null> {
  return (await readCurrent())?.session ?? null;
}

/** Throws `unauthenticated` when nobody is signed in. */
export async function requireSession(): Promise<LiveSession> {
  const session = await currentSession();
  if (session === null) throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
  return session;
}

/** Gives the browser a newer secret when the present one is old. Only where cookies can be set: routes and actions. */
export async function rotateIfDue(): Promise<void> {
  const current = await readCurrent();
  if (current === null || !current.session.isRotationDue) return;
  const { cookie } = current;
  await writeSessionCookie({ name: cookie.name, proof: await authParts().sessions.rotate(cookie.proof) });
}

/** What pages may know of a session. */
export function toViewer(session: LiveSession): Viewer {
  return {
    user: session.user,
    workspaces: session.workspaces.map(({ id, name, slug, role }) => ({ id, name, slug, role })),
  };
}
