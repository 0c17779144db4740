"use server";

import { headers } from "next/headers";
import { reportFailure } from "@/lib/server/report-failure";
import { readRequestFacts } from "@/lib/server/request-facts";
import { toAppError } from "@/lib/server/to-app-error";
import type { SignInInput } from "@/lib/services/session/schema";
import type { ActionResult } from "@/lib/ui/server-action";
import { authParts } from "./parts";
import { clearSessionCookie, newSessionCookie, readSessionCookie, writeSessionCookie } from "./session-cookie";

/** Signs in by password and sets the cookie. `workspace` is the slug to go to, null if the person has none. */
export async function signInAction(input: SignInInput): Promise<ActionResult<{ workspace: string | null }>> {
  const given = await headers();
  const facts = readRequestFacts(given);
  try {
    const { userId: _userId, ...proof } = await authParts().signIn(input, facts);
    const session = await authParts().sessions.find(proof);
    await writeSessionCookie(newSessionCookie(proof, given.get("x-forwarded-proto") === "https"));
    return { ok: true, data: { workspace: session?.workspaces[0]?.slug ?? null } };
  } catch (error) {
    const failure = toAppError(error);
    reportFailure(failure, facts.requestId);
    return { ok: false, error: { code: failure.code, message: failure.message, fieldErrors: failure.fieldErrors } };
  }
}

/** Ends this session on the server and in the browser. */
export async function signOutAction(): Promise<void> {
  const cookie = await readSessionCookie();
  if (cookie !== null) await authParts().sessions.revoke(cookie.proof, "Signed out.");
  await clearSessionCookie();
}
