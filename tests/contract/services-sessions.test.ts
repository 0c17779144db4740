import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as createKey, GET as listKeys } from "@/app/api/v1/keys/route";
import { createMemoryFloodGuard } from "@/lib/adapters/flood/memory-flood-guard";
import { createSessionStore, type SessionStore } from "@/lib/server/auth/session-store";
import { createSignIn } from "@/lib/server/auth/sign-in";
import { systemRandomness } from "@/lib/server/crypto-ports";
import { type ControlPlane, PASSWORD, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

const MINUTE_MS = 60_000;
const facts = { requestId: "r", ipAddress: "203.0.113.7", userAgent: "test" };
const time = { nowMs: Date.now() };
const clock = { nowMs: () => time.nowMs };

let plane: ControlPlane;
let person: Person;
let sessions: SessionStore;
let people = 0;

beforeAll(async () => {
  plane = await startControlPlane();
  sessions = createSessionStore({ db: plane.admin, clock, random: systemRandomness, serverSecret: "s".repeat(32) });
});

afterAll(async () => {
  await plane.stop();
});

beforeEach(async () => {
  people += 1;
  person = await plane.addPerson(`person${people}`);
});

function door(limits: { perPair?: number; perAddress?: number } = {}) {
  const guard = (limit = 1000) => createMemoryFloodGuard({ clock, limit, windowMs: 5 * MINUTE_MS });
  const [pairGuard, addressGuard] = [guard(limits.perPair), guard(limits.perAddress)];
  const keepAlive = () => expect.unreachable("memory leaves nothing to wait for");
  return createSignIn({ db: plane.admin, sessions, pairGuard, addressGuard, clock, keepAlive });
}

async function failure(attempt: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await attempt.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Error) || !("code" in error))
    throw new Error("It did not fail as expected.", { cause: error });
  return { code: String(error.code), message: error.message };
}

describe("a session", () => {
  it("is the row's, not the cookie's: revoked, it is over at the next request", async () => {
    const proof = await sessions.open(person.id, facts);
    expect((await sessions.find(proof))?.user.id).toBe(person.id);
    await sessions.revoke(proof, "Signed out.");
    expect(await sessions.find(proof)).toBeNull();
  });

  it("stores a hash of its secret only", async () => {
    const proof = await sessions.open(person.id, facts);
    const { data } = await plane.admin.from("sessions").select("*").eq("id", proof.sessionId).single().throwOnError();
    expect(data.refresh_token).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(data)).not.toContain(proof.secret);
  });

  it("is refused with another's secret, and that ends nothing", async () => {
    const proof = await sessions.open(person.id, facts);
    const forged = { ...proof, secret: "x".repeat(43) };
    expect(await sessions.find(forged)).toBeNull();
    await sessions.revoke(forged, "Forged.");
    expect(await sessions.find(proof)).not.toBeNull();
  });

  it("ends after thirty days, and with its user", async () => {
    const proof = await sessions.open(person.id, facts);
    time.nowMs += 30 * 24 * 60 * MINUTE_MS;
    expect(await sessions.find(proof)).toBeNull();
    const later = await sessions.open(person.id, facts);
    await plane.admin.from("users").update({ is_active: false }).eq("id", person.id).throwOnError();
    expect(await sessions.find(later)).toBeNull();
  });

  it("rotates its secret: twenty parallel requests get the same successor and all stay signed in", async () => {
    const proof = await sessions.open(person.id, facts);
    expect((await sessions.find(proof))?.isRotationDue).toBe(false);
    time.nowMs += 15 * MINUTE_MS;
    expect((await sessions.find(proof))?.isRotationDue).toBe(true);
    const rotated = await Promise.all(Array.from({ length: 20 }, () => sessions.rotate(proof)));
    expect(new Set(rotated.map((one) => one.secret)).size).toBe(1);
    const [next = proof] = rotated;
    expect(next.secret).not.toBe(proof.secret);
    expect((await sessions.find(next))?.isRotationDue).toBe(false);
    expect((await sessions.find(proof))?.isRotationDue).toBe(true);
  });

  it("takes a former secret used after the grace for theft and ends", async () => {
    const proof = await sessions.open(person.id, facts);
    const next = await sessions.rotate(proof);
    time.nowMs += 6 * MINUTE_MS;
    expect(await sessions.find(proof)).toBeNull();
    expect(await sessions.find(next)).toBeNull();
  });
});

describe("signing in", () => {
  it("opens a session, notes the time and address, and clears earlier failures", async () => {
    const signIn = door();
    await failure(signIn({ email: person.email, password: "wrong" }, facts));
    const { userId, ...proof } = await signIn({ email: person.email.toUpperCase(), password: PASSWORD }, facts);
    expect([userId, (await sessions.find(proof))?.user.id]).toEqual([person.id, person.id]);
    const { data } = await plane.admin.from("users").select("*").eq("id", person.id).single().throwOnError();
    expect(data).toMatchObject({ failed_login_attempts: 0, last_login_ip: "203.0.113.7" });
  });

  it("tells an unknown, a wrong, a disabled and a locked account apart by nothing", async () => {
    const [disabled, locked] = [await plane.addPerson(`d${people}`), await plane.addPerson(`l${people}`)];
    await plane.admin.from("users").update({ is_active: false }).eq("id", disabled.id).throwOnError();
    const until = new Date(time.nowMs + MINUTE_MS).toISOString();
    await plane.admin.from("users").update({ locked_until: until }).eq("id", locked.id).throwOnError();
    const signIn = door();
    const answers = await Promise.all([
      failure(signIn({ email: "nobody@example.com", password: PASSWORD }, facts)),
      failure(signIn({ email: person.email, password: "wrong" }, facts)),
      failure(signIn({ email: disabled.email, password: PASSWORD }, facts)),
      failure(signIn({ email: locked.email, password: PASSWORD }, facts)),
      failure(signIn({ email: "not an address", password: "" }, facts)),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.code).toBe("unauthenticated");
  });

  it("locks an account after ten wrong passwords, from whatever addresses, and opens it after a while", async () => {
    const signIn = door();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await failure(
        signIn({ email: person.email, password: "wrong" }, { ...facts, ipAddress: `203.0.113.${attempt}` }),
      );
    }
    const right = { email: person.email, password: PASSWORD };
    expect((await failure(signIn(right, facts))).code).toBe("unauthenticated");
    time.nowMs += 16 * MINUTE_MS;
    expect((await signIn(right, facts)).userId).toBe(person.id);
  });

  it("floods are refused alike whether or not there is such an account", async () => {
    const signIn = door({ perPair: 3 });
    const tries = async (email: string) => {
      const codes: string[] = [];
      for (let attempt = 0; attempt < 5; attempt += 1) {
        codes.push((await failure(signIn({ email, password: "wrong" }, facts))).code);
      }
      return codes;
    };
    const known = await tries(person.email);
    expect(known.at(-1)).toBe("too_many_attempts");
    expect(await tries("stranger@example.com")).toEqual(known);
  });
});

describe("the door", () => {
  it("stops one address that tries a password on many accounts", async () => {
    const signIn = door({ perAddress: 4 });
    const codes: string[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      codes.push((await failure(signIn({ email: `victim${attempt}@example.com`, password: "wrong" }, facts))).code);
    }
    expect(codes).toEqual([...Array(4).fill("unauthenticated"), "too_many_attempts", "too_many_attempts"]);
  });
});

describe("a route", () => {
  it("answers 401 without a session and after the session was revoked", async () => {
    expect((await plane.call(null, "GET", listKeys, { workspace: "acme" })).status).toBe(401);
    const proof = await signInPerson(person);
    await plane.addWorkspace(`ws-${people}`, [[person, "OWNER"]]);
    expect((await plane.call(person, "GET", listKeys, { workspace: `ws-${people}` })).status).toBe(200);
    await plane.admin
      .from("sessions")
      .update({ revoked_at: new Date().toISOString() })
      .eq("id", proof.sessionId)
      .throwOnError();
    expect((await plane.call(person, "GET", listKeys, { workspace: `ws-${people}` })).status).toBe(401);
  });

  it("refuses a change that another site's page sends with the member's cookie", async () => {
    await signInPerson(person);
    await plane.addWorkspace(`ws-${people}`, [[person, "OWNER"]]);
    const answer = await plane.call(person, "POST", createKey, {
      workspace: `ws-${people}`,
      body: { name: "x", all_providers: true },
      headers: { origin: "https://evil.example" },
    });
    expect([answer.status, answer.json["code"]]).toEqual([403, "forbidden"]);
  });

  it("asks for the workspace's header when it is missing", async () => {
    await signInPerson(person);
    const answer = await plane.call(person, "GET", listKeys);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("x-sluice-workspace")]);
  });
});
