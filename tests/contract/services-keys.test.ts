import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST as revoke } from "@/app/api/v1/keys/[id]/revoke/route";
import { DELETE, GET as getKey, PATCH } from "@/app/api/v1/keys/[id]/route";
import { GET as listKeys, POST } from "@/app/api/v1/keys/route";
import { type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

type Key = { id: string; name: string; status: string; is_active: boolean; requests_count: number };

let plane: ControlPlane;
let owner: Person;
let developer: Person;
let viewer: Person;
let outsider: Person;
let workspaceId: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, developer, viewer, outsider] = [
    await plane.addPerson("owner"),
    await plane.addPerson("developer"),
    await plane.addPerson("viewer"),
    await plane.addPerson("outsider"),
  ];
  workspaceId = await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [developer, "DEVELOPER"],
    [viewer, "VIEWER"],
  ]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, developer, viewer, outsider]) await signInPerson(person);
});

afterAll(async () => {
  await plane.stop();
});

async function create(person: Person, body: object = {}): Promise<{ api_key: Key; key: string }> {
  const answer = await plane.call(person, "POST", POST, {
    workspace: "acme",
    body: { name: "a key", all_providers: true, ...body },
  });
  expect(answer.text).toContain('"data"');
  expect(answer.status).toBe(201);
  return answer.json["data"] as { api_key: Key; key: string };
}

async function snapshot(key: string) {
  const hash = createHash("sha256").update(key).digest("hex");
  const { data } = await plane.gateway.rpc("gateway_snapshot", { p_key_hash: hash }).throwOnError();
  return data as {
    versions: { key: number };
    key: { id: string; is_active: boolean; revoked_at: string | null };
  } | null;
}

const versionName = (id: string) => `${workspaceId}/key:${id}`;

describe("a created key", () => {
  it("is found by the gateway under the hash of what was shown once", async () => {
    const { api_key, key } = await create(owner);
    expect(key).toMatch(/^slc_live_[0-9A-Za-z]{36}$/);
    expect((await snapshot(key))?.key).toMatchObject({ id: api_key.id, is_active: true, revoked_at: null });
  });

  it("shows neither its text nor its hash in any answer or audit row afterwards", async () => {
    const { api_key, key } = await create(owner);
    const hash = createHash("sha256").update(key).digest("hex");
    const list = await plane.call(owner, "GET", listKeys, { workspace: "acme", query: "?limit=200" });
    const one = await plane.call(owner, "GET", getKey, { workspace: "acme", params: { id: api_key.id } });
    const audit = await plane.admin.from("audit_logs").select("*").eq("workspace_id", workspaceId).throwOnError();
    expect(audit.data.some((row) => row.resource_id === api_key.id && row.user_id === owner.id)).toBe(true);
    for (const text of [list.text, one.text, JSON.stringify(audit.data)]) {
      expect(text).toContain(api_key.id);
      expect(text).not.toContain(key);
      expect(text).not.toContain(hash);
    }
  });

  it("may name its providers, and only those of its own workspace", async () => {
    const answer = await plane.call(owner, "POST", POST, {
      workspace: "acme",
      body: { name: "x", providers: [{ provider_id: "01932c07-209f-7f3a-9a41-3f6c1f0b7d52" }] },
    });
    expect(answer.status).toBe(422);
    expect(answer.json["errors"]).toEqual([
      expect.objectContaining({ field: "providers.0.provider_id", pointer: "#/providers/0/provider_id" }),
    ]);
  });
});

describe("a change to a key", () => {
  it("revokes it for good: the ledger knows before the answer, and it cannot be enabled again", async () => {
    const { api_key, key } = await create(owner);
    const before = (await snapshot(key))?.versions.key ?? 0;
    expect(await plane.ledger.fresh({ [versionName(api_key.id)]: before })).toBe(true);

    const answer = await plane.call(owner, "POST", revoke, { workspace: "acme", params: { id: api_key.id }, body: {} });
    expect(answer.status).toBe(200);
    expect(await plane.ledger.fresh({ [versionName(api_key.id)]: before })).toBe(false);
    expect((await snapshot(key))?.key.revoked_at).not.toBeNull();

    const again = await plane.call(owner, "PATCH", PATCH, {
      workspace: "acme",
      params: { id: api_key.id },
      body: { is_active: true },
    });
    expect([again.status, again.json["code"]]).toEqual([409, "conflict"]);
  });

  it("disables and enables it, each known to the ledger before the answer", async () => {
    const { api_key, key } = await create(owner);
    for (const isActive of [false, true]) {
      const before = (await snapshot(key))?.versions.key ?? 0;
      const answer = await plane.call(owner, "PATCH", PATCH, {
        workspace: "acme",
        params: { id: api_key.id },
        body: { is_active: isActive },
      });
      expect([answer.status, (answer.json["data"] as Key).status]).toEqual([200, isActive ? "active" : "disabled"]);
      expect((await snapshot(key))?.key.is_active).toBe(isActive);
      expect(await plane.ledger.fresh({ [versionName(api_key.id)]: before })).toBe(false);
    }
  });

  it("deletes it from every list and revokes it", async () => {
    const { api_key, key } = await create(owner);
    const answer = await plane.call(owner, "DELETE", DELETE, { workspace: "acme", params: { id: api_key.id } });
    expect(answer.status).toBe(200);
    expect((await plane.call(owner, "GET", getKey, { workspace: "acme", params: { id: api_key.id } })).status).toBe(
      404,
    );
    const found = await snapshot(key);
    expect(found === null || found.key.revoked_at !== null).toBe(true);
  });

  it("refuses fields that are not its own, so that nobody moves a key to another workspace", async () => {
    const { api_key } = await create(owner);
    const answer = await plane.call(owner, "PATCH", PATCH, {
      workspace: "acme",
      params: { id: api_key.id },
      body: { workspace_id: "01932c07-209f-7f3a-9a41-3f6c1f0b7d52", key_hash: "0".repeat(64) },
    });
    expect(answer.status).toBe(422);
    expect((answer.json["errors"] as { field: string }[]).map((error) => error.field)).toEqual([
      "workspace_id",
      "key_hash",
    ]);
  });
});

describe("who may do what with keys", () => {
  it("a viewer reads and never writes", async () => {
    const { api_key } = await create(owner);
    expect((await plane.call(viewer, "GET", listKeys, { workspace: "acme" })).status).toBe(200);
    const write = await plane.call(viewer, "POST", POST, {
      workspace: "acme",
      body: { name: "x", all_providers: true },
    });
    const end = await plane.call(viewer, "POST", revoke, { workspace: "acme", params: { id: api_key.id }, body: {} });
    expect([write.status, end.status]).toEqual([403, 403]);
  });

  it("a developer creates keys and changes their own, not those of others", async () => {
    const [mine, foreign] = [await create(developer), await create(owner)];
    const statuses = [];
    for (const { api_key } of [mine, foreign]) {
      const call = { workspace: "acme", params: { id: api_key.id }, body: { name: "renamed" } };
      statuses.push((await plane.call(developer, "PATCH", PATCH, call)).status);
    }
    expect(statuses).toEqual([200, 403]);
  });

  it("an outsider cannot tell a foreign key or workspace from one that does not exist", async () => {
    const { api_key } = await create(owner);
    const withoutId = (text: string) => text.replace(/"request_id":"[^"]+"/, "");
    const get = async (workspace: string, id: string) => {
      const answer = await plane.call(outsider, "GET", getKey, { workspace, params: { id } });
      return [answer.status, withoutId(answer.text)];
    };
    const nobody = "01932c07-209f-7f3a-9a41-3f6c1f0b7d52";
    expect(await get("elsewhere", api_key.id)).toEqual(await get("elsewhere", nobody));
    expect(await get("acme", api_key.id)).toEqual(await get("no-such-workspace", nobody));
    expect((await get("elsewhere", api_key.id))[0]).toBe(404);
  });
});

describe("the list of keys", () => {
  it("pages through all of them once, newest first", async () => {
    for (let index = 0; index < 5; index += 1) await create(owner, { name: `paged ${index}` });
    const seen: string[] = [];
    let cursor = "";
    do {
      const query = `?limit=2&q=paged${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const { json } = await plane.call(owner, "GET", listKeys, { workspace: "acme", query });
      seen.push(...(json["data"] as Key[]).map((key) => key.name));
      cursor = String(json["next_cursor"] ?? "");
    } while (cursor !== "");
    expect(seen).toEqual(["paged 4", "paged 3", "paged 2", "paged 1", "paged 0"]);
  });
});
