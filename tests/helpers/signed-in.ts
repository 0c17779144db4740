import { authParts } from "@/lib/server/auth/parts";
import { newSessionCookie, writeSessionCookie } from "@/lib/server/auth/session-cookie";
import type { SessionProof } from "@/lib/server/auth/session-secret";
import { PASSWORD, type Person } from "./control-plane";
import { enterRequest } from "./fake-next-headers";

/** Signs the person in by password and puts the cookie into their jar. */
export async function signInPerson(person: Person): Promise<SessionProof> {
  const facts = { requestId: "r", ipAddress: "203.0.113.7", userAgent: "test" };
  const { sessionId, secret } = await authParts().signIn({ email: person.email, password: PASSWORD }, facts);
  enterRequest(person.jar, new Headers());
  await writeSessionCookie(newSessionCookie({ sessionId, secret }, false));
  return { sessionId, secret };
}
