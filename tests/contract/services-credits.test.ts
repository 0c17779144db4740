import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ApiName } from "@/lib/services/api-contract/schema";
import { handlerOf, partsOf } from "../helpers/api-routes";
import { type Answer, type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

let plane: ControlPlane;
let owner: Person;
let admin: Person;
let outsider: Person;
let workspaceId: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, admin, outsider] = [
    await plane.addPerson("owner"),
    await plane.addPerson("admin"),
    await plane.addPerson("outsider"),
  ];
  workspaceId = await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [admin, "ADMIN"],
  ]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, admin, outsider]) await signInPerson(person);
});

afterAll(async () => {
  await plane.stop();
});

async function api(name: ApiName, body: object, person = owner, workspace = "acme"): Promise<Answer> {
  const { method } = partsOf(name);
  const { id, ...rest }: { id?: string } = { ...body };
  return await plane.call(person, method, await handlerOf(name), {
    workspace,
    ...(id === undefined ? {} : { params: { id } }),
    ...(method === "POST" ? { body: rest } : {}),
  });
}

const dataOf = (answer: Answer) => answer.json["data"] as Record<string, unknown>;
const fieldsOf = (answer: Answer) => ((answer.json["errors"] ?? []) as { field: string }[]).map((error) => error.field);
const versionOf = async () => {
  const { data } = await plane.admin
    .from("config_versions")
    .select("n")
    .match({ workspace_id: workspaceId, part: "workspace" })
    .single()
    .throwOnError();
  return data.n;
};

describe("credit", () => {
  it("is granted by the OWNER, listed with what is left, shown as the balance, and the gateways are told", async () => {
    const before = await versionOf();
    const answer = await api("POST /credit-purchases", {
      kind: "money",
      amount: "1234.5678901",
      reference: "invoice 1",
      expires_at: "2099-01-01T00:00:00Z",
    });
    expect(answer.status).toBe(201);
    expect(dataOf(answer)).toMatchObject({
      kind: "money",
      amount: "1234.5678901",
      remaining: "1234.5678901",
      reference: "invoice 1",
      is_expired: false,
    });
    expect(await versionOf()).toBe(before + 1);
    const requests = await api("POST /credit-purchases", { kind: "requests", amount: 1_000 });
    expect(dataOf(requests)).toMatchObject({ amount: "1000", remaining: "1000", expires_at: null });
    const list = await api("GET /credit-purchases", {}, admin);
    expect(list.json["data"]).toHaveLength(2);
    const id = String(dataOf(requests)["id"]);
    expect(dataOf(await api("GET /credit-purchases/{id}", { id }))).toEqual(dataOf(requests));
    const { data } = await plane.admin
      .from("workspaces")
      .select("balance:credit_balance_cents::text, credit_logs_balance")
      .eq("id", workspaceId)
      .single()
      .throwOnError();
    expect(data).toEqual({ balance: "1234.5678901", credit_logs_balance: 1_000 });
  });

  it("with a reference is granted once", async () => {
    const again = { kind: "money", amount: 1, reference: "invoice 1" };
    expect((await api("POST /credit-purchases", again)).status).toBe(409);
  });

  it.each([
    ["no amount of money", { kind: "money", amount: 0 }, ["amount"]],
    ["less than a nano-dollar", { kind: "money", amount: "0.00000001" }, ["amount"]],
    ["half a request", { kind: "requests", amount: 0.5 }, ["amount"]],
    ["a kind that nobody sells", { kind: "smiles", amount: 1 }, ["kind"]],
    ["an end that has passed", { kind: "money", amount: 1, expires_at: "2020-01-01T00:00:00Z" }, []],
    ["more than a counter holds", { kind: "money", amount: 900_719_925 }, []],
  ])("of %s is refused", async (_, body, fields) => {
    const answer = await api("POST /credit-purchases", body);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(fields);
    expect(String(answer.json["detail"])).toMatch(/\.$/);
  });

  it("is not an ADMIN's to grant, and another workspace sees nothing of it", async () => {
    expect((await api("POST /credit-purchases", { kind: "money", amount: 1 }, admin)).status).toBe(403);
    expect((await api("GET /credit-purchases", {}, outsider, "elsewhere")).json["data"]).toEqual([]);
    const [own] = (await api("GET /credit-purchases", {})).json["data"] as { id: string }[];
    const hidden = await api("GET /credit-purchases/{id}", { id: own?.id }, outsider, "elsewhere");
    expect(hidden.status).toBe(404);
  });

  it("is the operators' to grant where the installation has any", async () => {
    await plane.admin.from("operators").insert({ user_id: admin.id }).throwOnError();
    const refused = await api("POST /credit-purchases", { kind: "money", amount: 1 });
    expect([refused.status, refused.json["detail"]]).toEqual([403, expect.stringContaining("operators")]);
    expect((await api("POST /credit-purchases", { kind: "money", amount: 1 }, admin)).status).toBe(201);
  });
});
