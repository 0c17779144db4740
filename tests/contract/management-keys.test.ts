import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as createKey, GET as listKeys } from "@/app/api/v1/keys/route";
import { POST as revoke } from "@/app/api/v1/management-keys/[id]/revoke/route";
import { GET as getManagementKey } from "@/app/api/v1/management-keys/[id]/route";
import { GET as listManagementKeys, POST } from "@/app/api/v1/management-keys/route";
import { POST as createProvider, GET as listProviders } from "@/app/api/v1/providers/route";
import { POST as createWorkspace, GET as listWorkspaces } from "@/app/api/v1/workspaces/route";
import { createApiKey } from "@/lib/kernel/api-key";
import { systemRandomness } from "@/lib/server/crypto-ports";
import { type Answer, type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

type Made = { management_key: { id: string; role: string; scopes: string[] }; key: string };

let plane: ControlPlane;
let owner: Person;
let developer: Person;
let workspaceId: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, developer] = [await plane.addPerson("owner"), await plane.addPerson("developer")];
  workspaceId = await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [developer, "DEVELOPER"],
  ]);
  await plane.addWorkspace("second", [[owner, "OWNER"]]);
  for (const person of [owner, developer]) await signInPerson(person);
});

afterAll(async () => {
  await plane.stop();
});

async function make(person: Person, body: object = {}): Promise<Made> {
  const answer = await plane.call(person, "POST", POST, { workspace: "acme", body: { name: "a key", ...body } });
  expect(answer.status, answer.text).toBe(201);
  return answer.json["data"] as Made;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const withoutId = ({ status, text }: Answer) => [status, text.replace(/"request_id":"[^"]+"/, "")];

describe("a management key", () => {
  it("acts in its own workspace without cookie, origin or workspace header, and nowhere else", async () => {
    const { key } = await make(owner);
    const headers = bearer(key);
    expect((await plane.call(null, "GET", listKeys, { headers })).status).toBe(200);
    expect((await plane.call(null, "GET", listKeys, { headers, workspace: "acme" })).status).toBe(200);
    const elsewhere = await plane.call(null, "GET", listKeys, { headers, workspace: "second" });
    const nowhere = await plane.call(null, "GET", listKeys, { headers, workspace: "no-such-workspace" });
    expect(elsewhere.status).toBe(404);
    expect(withoutId(elsewhere)).toEqual(withoutId(nowhere));
    const own = await plane.call(null, "GET", listWorkspaces, { headers });
    expect((own.json["data"] as { slug: string }[]).map((one) => one.slug)).toEqual(["acme"]);
    const body = { name: "New", slug: "new-workspace" };
    expect((await plane.call(null, "POST", createWorkspace, { headers, body })).status).toBe(403);
    const headersWithForeignOrigin = { ...headers, origin: "https://elsewhere.example" };
    const made = await plane.call(null, "POST", createKey, {
      headers: headersWithForeignOrigin,
      body: { name: "x", all_providers: true },
    });
    expect(made.status).toBe(201);
  });

  it("is not helped by a good session beside it", async () => {
    const headers = bearer(`slm_live_${"a".repeat(36)}`);
    expect((await plane.call(owner, "GET", listKeys, { headers, workspace: "acme" })).status).toBe(401);
  });

  it("is refused in one and the same way when unknown, expired, revoked, from another address or of a member who left", async () => {
    const [expired, revoked, bound, left] = [
      await make(owner, { expires_at: "2001-01-01T00:00:00Z" }),
      await make(owner),
      await make(owner, { allowed_ips: ["198.51.100.0/24"] }),
      await make(developer),
    ];
    await plane.call(owner, "POST", revoke, { workspace: "acme", params: { id: revoked.management_key.id }, body: {} });
    await plane.admin.from("users").update({ is_active: false }).eq("id", developer.id).throwOnError();
    const unknown = createApiKey(systemRandomness, "management");
    const answers = [];
    for (const text of [unknown, "rubbish", expired.key, revoked.key, bound.key, left.key])
      answers.push(withoutId(await plane.call(null, "GET", listKeys, { headers: bearer(text) })));
    await plane.admin.from("users").update({ is_active: true }).eq("id", developer.id).throwOnError();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(401);
    const allowed = { ...bearer(bound.key), "x-forwarded-for": "198.51.100.9" };
    expect((await plane.call(null, "GET", listKeys, { headers: allowed })).status).toBe(200);
  });

  it("is looked for in Bearer alone: a password for a proxy in front leaves the session, and its same-origin check, in force", async () => {
    const basic = { authorization: "Basic dXNlcjpwYXNz" };
    expect((await plane.call(owner, "GET", listKeys, { headers: basic, workspace: "acme" })).status).toBe(200);
    const headers = { ...basic, origin: "https://elsewhere.example" };
    const body = { name: "x", all_providers: true };
    expect((await plane.call(owner, "POST", createKey, { headers, body, workspace: "acme" })).status).toBe(403);
    expect(
      (await plane.call(owner, "GET", listKeys, { headers: { authorization: "Bearer" }, workspace: "acme" })).status,
    ).toBe(401);
  });

  it("that is not valid is tried thirty times a minute from one address, and a good one is never turned away", async () => {
    const from = (address: string, key: string) =>
      plane.call(null, "GET", listKeys, { headers: { ...bearer(key), "x-forwarded-for": address } });
    const [{ key: good }, { key: revoked, management_key }] = [await make(owner), await make(owner)];
    await plane.call(owner, "POST", revoke, { workspace: "acme", params: { id: management_key.id }, body: {} });
    const bad = [createApiKey(systemRandomness, "management"), "rubbish", revoked];
    let admitted = 0;
    let turnedAway: Answer | null = null;
    // Where a minute begins in between, part of the attempts before it no longer count.
    while (turnedAway === null && admitted < 70) {
      const answer = await from(`2001:db8::${admitted % 9}`, bad[admitted % 3] ?? "");
      if (answer.status === 429) turnedAway = answer;
      else admitted += 1;
    }
    expect(admitted).toBeGreaterThanOrEqual(30);
    expect(admitted).toBeLessThanOrEqual(60);
    expect(turnedAway?.json["code"]).toBe("too_many_attempts");
    const seconds = Number(turnedAway?.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await from("2001:db8::1", good)).status).toBe(200);
    expect((await from("2001:db8:0:1::1", "rubbish")).status).toBe(401);
  });

  it("tells whoever sends a virtual key which kind is wanted", async () => {
    const answer = await plane.call(null, "GET", listKeys, { headers: bearer(`slc_live_${"a".repeat(36)}`) });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="sluice"']);
    expect(answer.text).toContain("slm_live_");
    expect(answer.text).not.toContain("aaaa");
  });

  it("has the lower of two roles, at once when its member's role changes", async () => {
    const { key } = await make(owner, { role: "VIEWER" });
    const call = (headers: Record<string, string>) =>
      plane.call(null, "POST", createKey, { headers, body: { name: "x", all_providers: true } });
    expect((await call(bearer(key))).status).toBe(403);
    const { key: own } = await make(developer);
    expect((await call(bearer(own))).status).toBe(201);
    const demote = (role: "VIEWER" | "DEVELOPER") =>
      plane.admin
        .from("workspace_members")
        .update({ role })
        .match({ workspace_id: workspaceId, user_id: developer.id })
        .throwOnError();
    await demote("VIEWER");
    const refused = await call(bearer(own));
    expect([refused.status, refused.json["detail"]]).toEqual([403, expect.stringContaining("yours is VIEWER")]);
    await demote("DEVELOPER");
  });

  it("is made with no more than its maker has", async () => {
    const above = await plane.call(developer, "POST", POST, { workspace: "acme", body: { name: "x", role: "OWNER" } });
    expect([above.status, above.json["errors"]]).toEqual([403, [expect.objectContaining({ field: "role" })]]);
    const { key } = await make(owner, { scopes: ["keys:read", "management-keys:write"] });
    const child = await plane.call(null, "POST", POST, { headers: bearer(key), body: { name: "child" } });
    expect((child.json["data"] as Made).management_key.scopes).toEqual(["keys:read", "management-keys:write"]);
    const wider = { name: "child", scopes: ["providers:write"] };
    expect((await plane.call(null, "POST", POST, { headers: bearer(key), body: wider })).status).toBe(403);
  });

  it("without the scope for credentials is not shown them inside providers", async () => {
    const body = { name: "P", slug: "p", base_url: "https://api.example.com", api_key: "sk-upstream" };
    await plane.call(owner, "POST", createProvider, { workspace: "acme", body });
    const { key } = await make(owner, { scopes: ["providers:read"] });
    const answer = await plane.call(null, "GET", listProviders, { headers: bearer(key) });
    expect(answer.json["data"]).toEqual([expect.objectContaining({ credentials: [], credential_names: ["Default"] })]);
  });

  it("is seen by its maker and by admins, and its text and hash by nobody", async () => {
    const { key, management_key: face } = await make(developer);
    const { management_key: foreign } = await make(owner);
    const list = await plane.call(owner, "GET", listManagementKeys, { workspace: "acme", query: "?limit=200" });
    expect(list.text).toContain(face.id);
    const own = await plane.call(developer, "GET", listManagementKeys, { workspace: "acme", query: "?limit=200" });
    expect(own.text).toContain(face.id);
    expect(own.text).not.toContain(foreign.id);
    const hidden = await plane.call(developer, "GET", getManagementKey, {
      workspace: "acme",
      params: { id: foreign.id },
    });
    expect(hidden.status).toBe(404);
    const audit = await plane.admin.from("audit_logs").select("*").eq("resource_type", "management_key").throwOnError();
    expect(audit.data.some((row) => row.resource_id === face.id)).toBe(true);
    for (const text of [list.text, JSON.stringify(audit.data)]) {
      expect(text).not.toContain(key);
      expect(text).not.toContain(createHash("sha256").update(key).digest("hex"));
    }
  });

  it("is named in the audit row of what it did, and notes its use without one", async () => {
    const { key, management_key: face } = await make(owner);
    await plane.call(null, "POST", createKey, { headers: bearer(key), body: { name: "audited", all_providers: true } });
    const { data } = await plane.admin.from("audit_logs").select("*").eq("api_key_id", face.id).throwOnError();
    expect(data.map((row) => [row.action, row.user_id, row.metadata])).toEqual([
      ["api_key.create", owner.id, { actor: "management_key", actor_id: face.id }],
    ]);
    const seen = await plane.call(owner, "GET", getManagementKey, { workspace: "acme", params: { id: face.id } });
    expect(Date.parse((seen.json["data"] as { last_used_at: string }).last_used_at)).toBeGreaterThan(
      Date.now() - 60_000,
    );
  });
});

describe("Idempotency-Key", () => {
  let headers: Record<string, string>;
  beforeEach(async () => {
    const { key } = await make(owner);
    headers = { ...bearer(key), "idempotency-key": crypto.randomUUID() };
  });
  const post = (body: object, more: Record<string, string> = {}) =>
    plane.call(null, "POST", createKey, { headers: { ...headers, ...more }, body });
  const named = async (name: string) =>
    (await plane.admin.from("api_keys").select("id").eq("name", name).throwOnError()).data.length;

  it("makes a repeat answer the same, the key's text included, whatever the order of its fields", async () => {
    const first = await post({ name: "once", all_providers: true });
    const again = await post({ all_providers: true, name: "once" });
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect([first.headers.get("idempotent-replayed"), again.headers.get("idempotent-replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(await named("once")).toBe(1);
  });

  it("stores the answer encrypted", async () => {
    const answer = await post({ name: "sealed", all_providers: true });
    const { data } = await plane.admin
      .from("idempotency_keys")
      .select("*")
      .eq("key", headers["idempotency-key"] ?? "")
      .throwOnError();
    expect(data).toHaveLength(1);
    expect(JSON.stringify(data)).not.toContain("slc_live_");
    expect(JSON.stringify(data)).not.toContain((answer.json["data"] as { key: string }).key.slice(-10));
  });

  it("refuses another body, another endpoint's or another actor's use of it", async () => {
    await post({ name: "first", all_providers: true });
    expect((await post({ name: "second", all_providers: true })).status).toBe(409);
    expect((await post({ name: "first", all_providers: true }, bearer((await make(owner)).key))).status).toBe(409);
    expect(await named("second")).toBe(0);
  });

  it("lets only one of parallel repeats take effect", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post({ name: "parallel", all_providers: true })));
    expect(await named("parallel")).toBe(1);
    for (const answer of answers) expect([201, 409]).toContain(answer.status);
    const texts = answers.filter((answer) => answer.status === 201).map((answer) => answer.text);
    expect(new Set(texts).size).toBe(1);
  });

  it("may be used again after a refusal", async () => {
    expect((await post({ name: "", all_providers: true })).status).toBe(422);
    expect((await post({ name: "after a refusal", all_providers: true })).status).toBe(201);
  });

  it("is forgotten after a day", async () => {
    await post({ name: "yesterday", all_providers: true });
    const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
    await plane.admin
      .from("idempotency_keys")
      .update({ created_at: old })
      .eq("key", headers["idempotency-key"] ?? "")
      .throwOnError();
    expect((await post({ name: "today", all_providers: true })).status).toBe(201);
  });

  it("is refused where it is not honoured, and when it is too long", async () => {
    const body = { name: "New", slug: "new-one" };
    const answer = await plane.call(owner, "POST", createWorkspace, { body, headers: { "idempotency-key": "k" } });
    expect([answer.status, answer.json["errors"]]).toEqual([
      422,
      [expect.objectContaining({ field: "idempotency-key" })],
    ]);
    expect((await post({ name: "x", all_providers: true }, { "idempotency-key": "k".repeat(256) })).status).toBe(422);
  });
});
