import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST as createKey } from "@/app/api/v1/keys/route";
import { DELETE as deleteCredential, PATCH as updateCredential } from "@/app/api/v1/provider-credentials/[id]/route";
import { POST as createCredential } from "@/app/api/v1/provider-credentials/route";
import { DELETE, GET as getProvider, PATCH } from "@/app/api/v1/providers/[id]/route";
import { GET as listProviders, POST } from "@/app/api/v1/providers/route";
import { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { createSecretBox } from "@/lib/server/secret-box";
import type { ProviderCredential } from "@/lib/services/provider-credentials/schema";
import type { Provider } from "@/lib/services/providers/schema";
import { type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

const SECRET = "sk-upstream-abcdefgh";
const box = createSecretBox([2, 1].map((fill) => ({ id: `k${fill}`, bytes: new Uint8Array(32).fill(fill) })));

let plane: ControlPlane;
let owner: Person;
let developer: Person;
let viewer: Person;
let workspaceId: string;
let keyHash: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, developer, viewer] = [
    await plane.addPerson("owner"),
    await plane.addPerson("developer"),
    await plane.addPerson("viewer"),
  ];
  workspaceId = await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [developer, "DEVELOPER"],
    [viewer, "VIEWER"],
  ]);
  for (const person of [owner, developer, viewer]) await signInPerson(person);
  const { json } = await plane.call(owner, "POST", createKey, {
    workspace: "acme",
    body: { name: "reader", all_providers: true },
  });
  keyHash = createHash("sha256")
    .update((json["data"] as { key: string }).key)
    .digest("hex");
});

afterAll(async () => {
  await plane.stop();
});

let slugs = 0;
const input = (fields: object = {}) => {
  slugs += 1;
  return { name: "My API", slug: `api-${slugs}`, base_url: "https://192.0.66.2/v1", ...fields };
};
const post = (person: Person, body: unknown) => plane.call(person, "POST", POST, { workspace: "acme", body });

async function create(fields: object = {}): Promise<Provider> {
  const answer = await post(owner, input(fields));
  expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('"data"')]);
  return answer.json["data"] as Provider;
}

async function snapshot(): Promise<KeySnapshot> {
  const { data } = await plane.gateway.rpc("gateway_snapshot", { p_key_hash: keyHash }).throwOnError();
  return KeySnapshot.parse(data);
}

async function openedSecret(credentialId: string): Promise<string> {
  const sealed = (await snapshot()).workspace.credentials.find((one) => one.id === credentialId)?.secret;
  if (!sealed) throw new Error("The snapshot holds no such secret.");
  return await box.open({ ...sealed, workspace_id: workspaceId });
}

describe("a provider with its credential", () => {
  it("reaches the gateway sealed, and opens there to what was written", async () => {
    const provider = await create({ dialect: "anthropic", api_key: SECRET });
    expect(provider).toMatchObject({ auth_method: "HEADER", auth_config: { header: "x-api-key" } });
    expect(provider.credentials).toHaveLength(1);
    expect(await openedSecret(provider.credentials[0]?.id ?? "")).toBe(SECRET);
  });

  it("never shows the secret again: in no answer, no audit row", async () => {
    const provider = await create({ api_key: SECRET });
    const one = await plane.call(owner, "GET", getProvider, { workspace: "acme", params: { id: provider.id } });
    const list = await plane.call(owner, "GET", listProviders, { workspace: "acme" });
    const audit = await plane.admin.from("audit_logs").select("*").eq("workspace_id", workspaceId).throwOnError();
    const stored = await plane.admin
      .from("secrets")
      .select("ciphertext")
      .eq("workspace_id", workspaceId)
      .throwOnError();
    const everything = one.text + list.text + JSON.stringify(audit.data);
    expect(everything).toContain(provider.id);
    for (const secret of [SECRET, ...stored.data.map((row) => row.ciphertext)])
      expect(everything).not.toContain(secret);
  });

  it("takes a new secret in place of the old one, and the ledger knows before the answer", async () => {
    const provider = await create({ api_key: SECRET });
    const id = provider.credentials[0]?.id ?? "";
    const before = (await snapshot()).versions.workspace;
    const answer = await plane.call(owner, "PATCH", updateCredential, {
      workspace: "acme",
      params: { id },
      body: { api_key: "sk-another-abcdefgh", weight: 2.5, models: ["gpt-*"] },
    });
    expect([answer.status, answer.json["data"]]).toEqual([
      200,
      expect.objectContaining({ weight: 2.5, models: ["gpt-*"], has_secret: true, name: "Default" }),
    ]);
    expect(await openedSecret(id)).toBe("sk-another-abcdefgh");
    expect(await plane.ledger.fresh({ [`${workspaceId}/workspace`]: before })).toBe(false);
  });

  it("loses a credential together with its sealed secret", async () => {
    const provider = await create();
    const made = await plane.call(owner, "POST", createCredential, {
      workspace: "acme",
      body: { provider_id: provider.id, name: "second", api_key: SECRET },
    });
    const { id } = made.json["data"] as ProviderCredential;
    expect(await openedSecret(id)).toBe(SECRET);
    const gone = await plane.call(owner, "DELETE", deleteCredential, { workspace: "acme", params: { id } });
    expect(gone.status).toBe(200);
    const { data } = await plane.admin.from("secrets").select("id").eq("owner_id", id).throwOnError();
    expect(data).toEqual([]);
  });

  it("disabled or deleted leaves the gateway's snapshot, and its slug is free again", async () => {
    const provider = await create({ slug: "reused" });
    const found = async () => (await snapshot()).workspace.providers.find((one) => one.id === provider.id);
    await plane.call(owner, "PATCH", PATCH, {
      workspace: "acme",
      params: { id: provider.id },
      body: { is_active: false },
    });
    expect((await found())?.is_active ?? false).toBe(false);
    await plane.call(owner, "DELETE", DELETE, { workspace: "acme", params: { id: provider.id } });
    expect(await found()).toBeUndefined();
    await create({ slug: "reused" });
  });
});

describe("a provider that cannot be", () => {
  it.each([
    ["a private address", { base_url: "https://169.254.169.254/latest" }, "base_url"],
    ["plain http to the internet", { base_url: "http://192.0.66.2" }, "base_url"],
    ["a password in the address", { base_url: "https://u:p@192.0.66.2" }, "base_url"],
    ["a reserved slug", { slug: "v1" }, "slug"],
    ["a slug with an underscore in front", { slug: "_internal" }, "slug"],
    ["a header method without a header", { auth_method: "HEADER" }, "auth_config.header"],
    ["a field that is not its own", { workspace_id: "x" }, "workspace_id"],
  ])("for %s is refused at its field", async (_what, fields, field) => {
    const answer = await post(owner, input(fields));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([422, "application/problem+json"]);
    expect((answer.json["errors"] as { field: string }[]).map((error) => error.field)).toEqual([field]);
  });

  it("for a taken slug is a conflict at the slug", async () => {
    const first = input();
    await post(owner, first);
    const answer = await post(owner, first);
    expect([answer.status, (answer.json["errors"] as { field: string }[])[0]?.field]).toEqual([409, "slug"]);
  });

  it("for JSON that does not parse is 400, without echoing it", async () => {
    const answer = await plane.call(owner, "POST", POST, { workspace: "acme", rawBody: '{"name": "secret-text' });
    expect([answer.status, answer.json["code"]]).toEqual([400, "malformed_json"]);
    expect(answer.text).not.toContain("secret-text");
  });

  it("listed by the operator as a private upstream is accepted", async () => {
    await create({ base_url: "http://127.0.0.1:9999/v1" });
  });
});

describe("who may do what with providers", () => {
  it("developers and viewers read; viewers learn credentials by name alone", async () => {
    const provider = await create({ api_key: SECRET });
    const seen = async (person: Person) => {
      const { json } = await plane.call(person, "GET", getProvider, { workspace: "acme", params: { id: provider.id } });
      const { credentials, credential_names: names } = json["data"] as Provider;
      return [credentials.length, names];
    };
    expect(await seen(developer)).toEqual([1, ["Default"]]);
    expect(await seen(viewer)).toEqual([0, ["Default"]]);
  });

  it("neither of them writes", async () => {
    const statuses = [(await post(developer, input())).status, (await post(viewer, input())).status];
    expect(statuses).toEqual([403, 403]);
  });
});
