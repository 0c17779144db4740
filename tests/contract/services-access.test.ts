import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ApiName } from "@/lib/services/api-contract/schema";
import { handlerOf, partsOf } from "../helpers/api-routes";
import { type Answer, type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

const NOBODY = "01932c07-209f-7f3a-9a41-3f6c1f0b7d52";
let plane: ControlPlane;
let owner: Person;
let developer: Person;
let outsider: Person;
let workspaceId: string;
let foreignProject: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, developer, outsider] = [
    await plane.addPerson("owner"),
    await plane.addPerson("developer"),
    await plane.addPerson("outsider"),
  ];
  workspaceId = await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [developer, "DEVELOPER"],
  ]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, developer, outsider]) await signInPerson(person);
  foreignProject = idOf(await api("POST /projects", { name: "Foreign" }, outsider, "elsewhere"));
});

afterAll(async () => {
  await plane.stop();
});

async function api(name: ApiName, fields: object, person = owner, workspace = "acme"): Promise<Answer> {
  const { method, path } = partsOf(name);
  const given: Record<string, unknown> = { ...fields };
  const params: Record<string, string> = {};
  for (const [, field = ""] of path.matchAll(/\{(\w+)\}/g)) {
    params[field] = String(given[field]);
    delete given[field];
  }
  const hasBody = method === "POST" || method === "PATCH";
  const query = new URLSearchParams(Object.entries(given).map(([key, value]) => [key, String(value)]));
  return await plane.call(person, method, await handlerOf(name), {
    workspace,
    params,
    ...(hasBody ? { body: given } : { query: `?${query}` }),
  });
}

const dataOf = (answer: Answer) => answer.json["data"] as Record<string, unknown>;
const idOf = (answer: Answer) => String(dataOf(answer)["id"]);
const fieldsOf = (answer: Answer) => ((answer.json["errors"] ?? []) as { field: string }[]).map((error) => error.field);

async function version(part = "workspace"): Promise<number> {
  const { data } = await plane.admin
    .from("config_versions")
    .select("n")
    .match({ workspace_id: workspaceId, part })
    .maybeSingle()
    .throwOnError();
  return data?.n ?? 0;
}

/** Runs a change and says whether ledger and database knew of it before it answered. */
async function isKnownAtOnce(change: () => Promise<Answer>, part = "workspace"): Promise<boolean> {
  const name = `${workspaceId}/${part}`;
  const before = await version(part);
  expect(await plane.ledger.fresh({ [name]: before })).toBe(true);
  const answer = await change();
  expect([200, 201], answer.text).toContain(answer.status);
  return (await version(part)) > before && !(await plane.ledger.fresh({ [name]: before }));
}

const KINDS = [
  { entity: "ip-rules", rule: { cidr: "192.0.2.0/24" }, change: { cidr: "198.51.100.0/24" }, unique: "cidr" },
  { entity: "geo-rules", rule: { scope: "country", code: "DE" }, change: { note: "x" }, unique: "code" },
  { entity: "model-rules", rule: { pattern: "openai/*" }, change: { pattern: "gpt-4*" }, unique: "pattern" },
] as const;

describe.each(KINDS)("a rule of $entity", ({ entity, rule, change, unique }) => {
  const one = `GET /${entity}/{id}` as const;
  const create = `POST /${entity}` as const;
  const update = `PATCH /${entity}/{id}` as const;
  const remove = `DELETE /${entity}/{id}` as const;

  it("is known to the ledger before the answer when it is made, changed, switched off and deleted", async () => {
    let id = "";
    const make = async () => {
      const answer = await api(create, { ...rule, action: "deny" });
      id = idOf(answer);
      return answer;
    };
    expect(await isKnownAtOnce(make)).toBe(true);
    if (entity !== "geo-rules") expect(await isKnownAtOnce(() => api(update, { id, ...change }))).toBe(true);
    expect(await isKnownAtOnce(() => api(update, { id, is_active: false }))).toBe(true);
    expect(await isKnownAtOnce(() => api(remove, { id }))).toBe(true);
    expect((await api(one, { id })).status).toBe(404);
  });

  it("is there once, for the workspace and again for a project of it, never for a foreign project", async () => {
    const project_id = idOf(await api("POST /projects", { name: `of ${entity}` }));
    const first = await api(create, { ...rule, action: "allow" });
    const again = await api(create, { ...rule, action: "allow" });
    expect([again.status, fieldsOf(again)]).toEqual([409, [unique]]);
    const inProject = await api(create, { ...rule, action: "allow", project_id });
    expect(inProject.status).toBe(201);
    for (const foreign of [foreignProject, NOBODY]) {
      const answer = await api(create, { ...rule, action: "allow", project_id: foreign });
      expect([answer.status, fieldsOf(answer)]).toEqual([422, ["project_id"]]);
    }
    const listed = await api(`GET /${entity}`, { project_id });
    expect((listed.json["data"] as { id: string }[]).map(({ id }) => id)).toEqual([idOf(inProject)]);
    for (const made of [first, inProject]) await api(remove, { id: idOf(made) });
  });

  it("of another workspace answers as one that does not exist", async () => {
    const id = idOf(await api(create, { ...rule, action: "deny" }));
    const withoutId = ({ status, text }: Answer) => [status, text.replace(/"request_id":"[^"]+"/, "")];
    for (const name of [one, update, remove]) {
      const foreign = await api(name, { id }, outsider, "elsewhere");
      expect(foreign.status).toBe(404);
      expect(withoutId(foreign)).toEqual(withoutId(await api(name, { id: NOBODY }, outsider, "elsewhere")));
    }
    await api(remove, { id });
  });
});

describe("what a rule may say", () => {
  it.each([
    ["POST /ip-rules", { cidr: "10.0.0.1/8", action: "deny" }, "cidr"],
    ["POST /ip-rules", { cidr: "somewhere", action: "deny" }, "cidr"],
    ["POST /ip-rules", { cidr: "10.0.0.0/8", action: "maybe" }, "action"],
    ["POST /geo-rules", { scope: "country", code: "ZZ", action: "deny" }, "code"],
    ["POST /geo-rules", { scope: "region", code: "ATLANTIS", action: "deny" }, "code"],
    ["POST /geo-regions", { code: "X", name: "x", countries: ["DE"] }, "code"],
    ["POST /geo-regions", { code: "MINE", name: "x", countries: ["DE", "ZZ"] }, "countries.1"],
    ["POST /model-rules", { pattern: "two words", action: "deny" }, "pattern"],
    ["POST /workspaces/{id}/panic", { id: NOBODY }, "panic"],
  ] as const)("%s with %j is refused at that field", async (name, body, field) => {
    const answer = await api(name, body);
    expect([answer.status, fieldsOf(answer)], answer.text).toEqual([422, [field]]);
  });

  it("stores addresses as networks and countries in upper case", async () => {
    const ip = await api("POST /ip-rules", { cidr: "::ffff:203.0.113.9", action: "deny" });
    expect(dataOf(ip)["cidr"]).toBe("203.0.113.9/32");
    const geo = await api("POST /geo-rules", { scope: "country", code: "fr", action: "deny" });
    expect(dataOf(geo)["code"]).toBe("FR");
    await api("DELETE /ip-rules/{id}", { id: idOf(ip) });
    await api("DELETE /geo-rules/{id}", { id: idOf(geo) });
  });
});

describe("a region", () => {
  it("is shared and then fixed, or the workspace's own with a code that nobody else has", async () => {
    const { json } = await api("GET /geo-regions", { limit: 200 });
    const eu = (json["data"] as { id: string; code: string; is_shared: boolean }[]).find(({ code }) => code === "EU");
    expect(eu?.is_shared).toBe(true);
    expect((await api("PATCH /geo-regions/{id}", { id: eu?.id, name: "Mine" })).status).toBe(403);
    expect((await api("DELETE /geo-regions/{id}", { id: eu?.id })).status).toBe(403);
    const taken = await api("POST /geo-regions", { code: "eu", name: "Mine", countries: ["DE"] });
    expect([taken.status, fieldsOf(taken)]).toEqual([409, ["code"]]);
  });

  it("cannot go while a rule names it", async () => {
    const region = await api("POST /geo-regions", { code: "NORDICS", name: "Nordics", countries: ["SE", "NO", "SE"] });
    expect(dataOf(region)["countries"]).toEqual(["NO", "SE"]);
    const rule = await api("POST /geo-rules", { scope: "region", code: "NORDICS", action: "allow" });
    expect((await api("DELETE /geo-regions/{id}", { id: idOf(region) })).status).toBe(409);
    expect((await api("GET /access-decision", { country: "SE" })).json).toMatchObject({ data: { is_allowed: true } });
    const widened = () => api("PATCH /geo-regions/{id}", { id: idOf(region), countries: ["FI"] });
    expect(await isKnownAtOnce(widened)).toBe(true);
    const { json } = await api("GET /access-decision", { country: "SE" });
    expect(json).toMatchObject({ data: { is_allowed: false, decisions: [{ reason: "none_matches" }] } });
    await api("DELETE /geo-rules/{id}", { id: idOf(rule) });
    expect((await api("DELETE /geo-regions/{id}", { id: idOf(region) })).status).toBe(200);
  });
});

describe("panic", () => {
  it.each([
    ["workspaces", "POST /workspaces/{id}/panic", () => Promise.resolve(workspaceId)],
    ["projects", "POST /projects/{id}/panic", async () => idOf(await api("POST /projects", { name: "Panicking" }))],
  ] as const)("of %s is known to the ledger before the answer, on and off", async (_what, name, idFor) => {
    const id = await idFor();
    for (const panic of [true, false]) {
      expect(await isKnownAtOnce(() => api(name, { id, panic }))).toBe(true);
      expect(dataOf(await api(name, { id, panic }))["panic_mode"]).toBe(panic);
    }
    expect((await api(name, { id, panic: true }, developer)).status).toBe(403);
  });

  it("reaches the gateway's snapshot, and holds a key in its frozen project against its developer", async () => {
    const project_id = idOf(await api("POST /projects", { name: "Frozen" }));
    const made = dataOf(await api("POST /keys", { name: "held", all_providers: true, project_id }, developer));
    const { api_key, key } = made as { api_key: { id: string }; key: string };
    await api("POST /projects/{id}/panic", { id: project_id, panic: true });
    const p_key_hash = createHash("sha256").update(key).digest("hex");
    const { data } = await plane.gateway.rpc("gateway_snapshot", { p_key_hash }).throwOnError();
    expect(data).toMatchObject({
      workspace: { projects: expect.arrayContaining([{ id: project_id, panic_mode: true, deleted: false }]) },
    });
    const move = { id: api_key.id, project_id: null };
    const refused = await api("PATCH /keys/{id}", move, developer);
    expect([refused.status, fieldsOf(refused)]).toEqual([403, ["project_id"]]);
    expect((await api("PATCH /keys/{id}", move, owner)).status).toBe(200);
  });
});
