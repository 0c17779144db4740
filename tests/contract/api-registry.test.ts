import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { API_CONTRACT } from "@/lib/services/api-contract/schema";
import { can, leastRole, SCOPES } from "@/lib/services/rights";
import { apiNames, handlerOf, partsOf, routeFiles } from "../helpers/api-routes";
import { type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { makeManagementKey } from "../helpers/management-key";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

const NOBODY = "01932c07-209f-7f3a-9a41-3f6c1f0b7d52";
let plane: ControlPlane;
let owner: Person;
let viewer: Person;
let outsider: Person;
let unscopedKey: (scope: string) => Promise<string>;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, viewer, outsider] = [
    await plane.addPerson("owner"),
    await plane.addPerson("viewer"),
    await plane.addPerson("outsider"),
  ];
  await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [viewer, "VIEWER"],
  ]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, viewer, outsider]) await signInPerson(person);
  const keys = new Map<string, Promise<string>>();
  unscopedKey = (scope) => {
    const known =
      keys.get(scope) ?? makeManagementKey(plane, owner, "acme", { scopes: SCOPES.filter((one) => one !== scope) });
    keys.set(scope, known);
    return known;
  };
});

afterAll(async () => {
  await plane.stop();
});

/** A call that would be let in: ids exist nowhere, the body is the reference's example. */
function callOf(name: (typeof apiNames)[number]) {
  const { method, path } = partsOf(name);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = ""]) => field);
  const endpoint: { example?: Readonly<Record<string, unknown>> } = API_CONTRACT[name];
  return {
    params: Object.fromEntries(names.map((field) => [field, NOBODY])),
    ...(method === "GET" || method === "DELETE" ? {} : { body: endpoint.example ?? {} }),
  };
}

const withoutId = (text: string) => text.replace(/"request_id":"[^"]+"/, "");

describe("route files", () => {
  it("serve exactly the endpoints of the contract, each at its own path", () => {
    const files = routeFiles();
    for (const file of files) {
      expect(file.lines, file.path).toBeLessThanOrEqual(15);
      expect(file.served.length, file.path).toBe(file.exports);
      for (const { method, name } of file.served) expect(name).toBe(`${method} ${file.path}`);
    }
    expect(files.flatMap((file) => file.served.map((one) => one.name)).sort()).toEqual([...apiNames].sort());
  });
});

describe.each(apiNames)("%s", (name) => {
  const { method } = partsOf(name);
  const endpoint = API_CONTRACT[name];

  it("refuses an anonymous caller, and a made-up key in the same words as every bad one", async () => {
    const handler = await handlerOf(name);
    const anonymous = await plane.call(null, method, handler, { ...callOf(name), workspace: "acme" });
    expect([anonymous.status, anonymous.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    // An address of its own each: who tries many bad keys is turned away at the door.
    const address = `198.51.100.${apiNames.indexOf(name) % 250}`;
    const headers = { authorization: `Bearer slm_live_${"a".repeat(36)}`, "x-forwarded-for": address };
    expect((await plane.call(null, method, handler, { ...callOf(name), headers })).status).toBe(401);
  });

  if (!endpoint.isAccount) {
    it("answers an outsider as if the workspace did not exist", async () => {
      const handler = await handlerOf(name);
      const foreign = await plane.call(outsider, method, handler, { ...callOf(name), workspace: "acme" });
      const missing = await plane.call(outsider, method, handler, { ...callOf(name), workspace: "no-such-workspace" });
      expect(foreign.status).toBe(404);
      expect(withoutId(foreign.text)).toBe(withoutId(missing.text));
    });
  }

  it("refuses a management key without its scope", async () => {
    const headers = { authorization: `Bearer ${await unscopedKey(endpoint.scope)}` };
    const answer = await plane.call(null, method, await handlerOf(name), { ...callOf(name), headers });
    expect([answer.status, answer.json["code"]]).toEqual([403, "forbidden"]);
  });

  if (!can("VIEWER", endpoint.scope)) {
    it("refuses a member of too low a role", async () => {
      const answer = await plane.call(viewer, method, await handlerOf(name), { ...callOf(name), workspace: "acme" });
      expect([answer.status, answer.json["code"]]).toEqual([403, "forbidden"]);
      expect(answer.json["detail"]).toContain(leastRole(endpoint.scope));
    });
  }

  it("lets the owner in", async () => {
    const answer = await plane.call(owner, method, await handlerOf(name), { ...callOf(name), workspace: "acme" });
    expect([200, 201, 404, 422]).toContain(answer.status);
  });
});
