import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { API_CONTRACT } from "@/lib/services/api-contract/schema";
import { apiNames, handlerOf, partsOf } from "../helpers/api-routes";
import { type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

const NOBODY = "01932c07-209f-7f3a-9a41-3f6c1f0b7d52";
/** Endpoints that name one thing, by the first word of their path. */
const named = apiNames.filter((name) => partsOf(name).path.includes("{"));
const entityOf = (name: string) => name.split("/")[1] ?? "";

let plane: ControlPlane;
let owner: Person;
let outsider: Person;
/** One row of each entity, in the owner's workspace. */
const rows = new Map<string, string>();

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, outsider] = [await plane.addPerson("owner"), await plane.addPerson("outsider")];
  const here = await plane.addWorkspace("acme", [[owner, "OWNER"]]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, outsider]) await signInPerson(person);
  await seed(here);
});

afterAll(async () => {
  await plane.stop();
});

/** What a row needs beside its workspace, as columns and values. */
const needed: Readonly<Record<string, readonly [table: string, columns: string, values: string]>> = {
  projects: ["projects", "name", "'p'"],
  keys: ["api_keys", "name, key_prefix, key_last4, key_hash", `'k', 'slc_live_', 'abcd', '${"a".repeat(64)}'`],
  providers: ["providers", "name, slug, base_url", "'p', 'p', 'https://p.example'"],
  "provider-credentials": ["provider_credentials", "name, provider_id", "'c', (select id from providers)"],
  "rate-limits": ["rate_limits", "name, requests, window_ms", "'r', 5, 1000"],
  budgets: ["budgets", "name, amount_cents", "'b', 5"],
  "ip-rules": ["ip_rules", "cidr, action", "'10.0.0.0/8', 'allow'"],
  "geo-rules": ["geo_rules", "scope, code, action", "'country', 'DE', 'allow'"],
  "geo-regions": ["geo_regions", "code, name, countries", "'OURS', 'o', '{DE}'"],
  "model-rules": ["model_rules", "pattern, action", "'x', 'allow'"],
  "credit-purchases": ["credit_purchases", "kind, amount, remaining", "'money', 5, 5"],
  "management-keys": [
    "management_keys",
    "name, key_prefix, key_last4, role, key_hash, member_id",
    `'m', 'slm_live_', 'abcd', 'OWNER', '${"b".repeat(64)}', (select id from workspace_members where role = 'OWNER' order by joined_at limit 1)`,
  ],
};

async function seed(workspaceId: string): Promise<void> {
  const sql = postgres(plane.stack.ownerUrl, { max: 1, onnotice: () => undefined });
  for (const [entity, [table, columns, values]] of Object.entries(needed)) {
    const [row] = await sql.unsafe(
      `insert into ${table} (workspace_id, ${columns}) values ('${workspaceId}', ${values}) returning id`,
    );
    rows.set(entity, String(row?.["id"]));
  }
  await sql.end();
  const request_id = "01932c07-209f-7f3a-9a41-3f6c1f0b7d99";
  const created_at = new Date().toISOString();
  const record = { request_id, workspace_id: workspaceId, created_at, outcome: "completed", method: "GET" };
  await plane.gateway.rpc("record_requests", { p_records: [record] }).throwOnError();
  rows.set("logs", request_id).set("workspaces", workspaceId);
}

async function answerTo(person: Person, workspace: string, name: (typeof apiNames)[number], id: string) {
  const { method, path } = partsOf(name);
  const endpoint: { example?: Readonly<Record<string, unknown>> } = API_CONTRACT[name];
  const field = /\{(\w+)\}/.exec(path)?.[1] ?? "id";
  const hasBody = method !== "GET" && method !== "DELETE";
  const call = { workspace, params: { [field]: id }, ...(hasBody ? { body: endpoint.example ?? {} } : {}) };
  return await plane.call(person, method, await handlerOf(name), call);
}

describe.each(named)("%s", (name) => {
  it("answers about a thing of another workspace, byte for byte, as about one that does not exist", async () => {
    const id = rows.get(entityOf(name));
    if (id === undefined) throw new Error(`Seed a row of ${entityOf(name)} above.`);
    const plain = ({ status, text, headers }: Awaited<ReturnType<typeof answerTo>>, own: string) => [
      status,
      text.replace(/"request_id":"[^"]+"/, "").replaceAll(own, "the id"),
      [...headers].filter(([header]) => header !== "x-sluice-request-id"),
    ];
    const foreign = await answerTo(outsider, "elsewhere", name, id);
    expect([404, 403]).toContain(foreign.status);
    expect(plain(foreign, id)).toEqual(plain(await answerTo(outsider, "elsewhere", name, NOBODY), NOBODY));
    // The same words hide the owner's thing only from others.
    if (name.startsWith("GET")) expect((await answerTo(owner, "acme", name, id)).status).toBe(200);
  });
});
