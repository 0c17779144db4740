import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SETUP_SCRIPT } from "@/lib/server/api/setup-script";
import { API_CONTRACT, type ApiAnswer, type ApiInput, type ApiName } from "@/lib/services/api-contract/schema";
import { type Stack, startStack } from "../helpers/stack";

let stack: Stack;
let facts: Record<string, string>;

beforeAll(async () => {
  stack = await startStack();
});

afterAll(async () => {
  await stack.stop();
});

type Asked = { status: number; text: string; headers: Headers };

async function ask(method: string, path: string, key: string, body?: unknown, headers = {}): Promise<Asked> {
  const answer = await fetch(`${stack.demo.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** Calls an endpoint with the management key and holds its answer to the contract. */
async function api<Name extends ApiName>(name: Name, input: ApiInput<Name>): Promise<ApiAnswer<Name>> {
  const [method = "", template = ""] = name.split(" ");
  const fields: Record<string, unknown> = { ...input };
  const path = template.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(fields[field]);
    delete fields[field];
    return value;
  });
  const hasBody = method === "POST" || method === "PATCH";
  const query = hasBody
    ? ""
    : `?${new URLSearchParams(Object.entries(fields).map(([key, one]) => [key, String(one)]))}`;
  const answer = await ask(method, `/api/v1${path}${query}`, stack.demo.management_key, hasBody ? fields : undefined);
  const endpoint = API_CONTRACT[name];
  expect(answer.status, answer.text).toBe(endpoint.status);
  const json = JSON.parse(answer.text);
  for (const item of endpoint.isList ? json.data : [json.data])
    expect(endpoint.output.safeParse(item).error).toBeUndefined();
  return json;
}

const chat = (key: string) =>
  ask("POST", "/api/proxy/upstream/chat/completions", key, {
    model: "gpt-4o-mini",
    max_tokens: 16,
    messages: [{ role: "user", content: "Hello" }],
  });

describe("a set-up made with nothing but curl and a management key", () => {
  it("stands after the script of the reference has run as it is", async () => {
    const { data } = await api("GET /providers", { q: "openai" });
    const upstream = data.find((provider) => provider.slug === "demo");
    const { stdout } = await promisify(execFile)("sh", ["-c", SETUP_SCRIPT], {
      env: {
        NODE_ENV: "test",
        PATH: process.env["PATH"],
        SLUICE_URL: stack.demo.url,
        SLUICE_MANAGEMENT_KEY: stack.demo.management_key,
        UPSTREAM_URL: upstream?.base_url,
        UPSTREAM_KEY: "sk-not-checked-by-the-demo",
      },
    });
    expect(stdout).toContain('"object":"chat.completion"');
    facts = Object.fromEntries(
      stdout
        .trim()
        .split("\n")
        .slice(-4)
        .map((line) => line.split(" ")),
    );
    expect(facts["key"]).toMatch(/^slc_live_[0-9A-Za-z]{36}$/);
  });

  it("lets through what the limit allows and answers 429 to the next call", async () => {
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await chat(facts["key"] ?? "")).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it("shows at once what the budget has left, and answers 402 once it is spent", async () => {
    const budgetId = facts["budget_id"] ?? "";
    await api("DELETE /rate-limits/{id}", { id: facts["limit_id"] ?? "" });
    expect((await chat(facts["key"] ?? "")).status).toBe(200);
    const { data: budget } = await api("GET /budgets/{id}", { id: budgetId });
    expect(Number(budget.current_spent_cents)).toBeGreaterThan(0);
    expect(Number(budget.current_spent_cents) + Number(budget.held_cents) + Number(budget.remaining_cents)).toBeCloseTo(
      5000,
      6,
    );

    await api("PATCH /budgets/{id}", { id: budgetId, amount_cents: budget.current_spent_cents ?? "0" });
    const refused = await chat(facts["key"] ?? "");
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([402, "budget_exceeded"]);
    expect(refused.text).toContain("50 dollars a month");
    await api("PATCH /budgets/{id}", { id: budgetId, amount_cents: 5000 });
    expect((await chat(facts["key"] ?? "")).status).toBe(200);
  });

  it("rotates the key with a grace in which both texts work, and without one in which only the new does", async () => {
    const id = facts["key_id"] ?? "";
    const first = facts["key"] ?? "";
    const { data: second } = await api("POST /keys/{id}/rotate", { id, grace_seconds: 3600 });
    expect([(await chat(first)).status, (await chat(second.key)).status]).toEqual([200, 200]);
    const { data: third } = await api("POST /keys/{id}/rotate", { id });
    const statuses = [];
    for (const key of [first, second.key, third.key]) statuses.push((await chat(key)).status);
    expect(statuses).toEqual([401, 401, 200]);
    facts = { ...facts, key: third.key };
  });

  it("refuses the key from the next call on once its project is frozen, and once it is revoked", async () => {
    const id = facts["key_id"] ?? "";
    const { data: key } = await api("GET /keys/{id}", { id });
    await api("PATCH /projects/{id}", { id: key.project_id ?? "", panic_mode: true });
    expect((await chat(facts["key"] ?? "")).status).toBe(403);
    await api("PATCH /projects/{id}", { id: key.project_id ?? "", panic_mode: false });
    expect((await chat(facts["key"] ?? "")).status).toBe(200);
    await api("POST /keys/{id}/revoke", { id, reason: "The end of the story" });
    const refused = await chat(facts["key"] ?? "");
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([401, "key_revoked"]);
  });

  it("makes key, budget and limit in one step, or none of them", async () => {
    const { data: created } = await api("POST /keys", {
      name: "All at once",
      all_providers: true,
      budget: { amount_cents: "12.5", duration: "7d" },
      rate_limit: { requests: 1, window_ms: 60_000 },
    });
    const id = created.api_key.id;
    const { data: budgets } = await api("GET /budgets", { api_key_id: id });
    expect(budgets).toEqual([
      expect.objectContaining({ amount_cents: "12.5000000", period: "ROLLING", scope: "API_KEY" }),
    ]);
    expect((await chat(created.key)).status).toBe(200);
    expect((await chat(created.key)).status).toBe(429);

    const before = (await api("GET /keys", { limit: 200 })).data.length;
    const broken = { name: "Broken", all_providers: true, budget: { amount_cents: 1, timezone: "Mars/Olympus" } };
    const refused = await ask("POST", "/api/v1/keys", stack.demo.management_key, broken);
    expect([refused.status, JSON.parse(refused.text).errors[0].pointer]).toEqual([422, "#/budget/timezone"]);
    expect((await api("GET /keys", { limit: 200 })).data).toHaveLength(before);
  });
});

describe("every other endpoint", () => {
  it("answers what the contract says", async () => {
    const { data: workspaces } = await api("GET /workspaces", {});
    expect(workspaces.map((one) => one.slug)).toEqual([stack.demo.workspace]);
    const id = workspaces[0]?.id ?? "";
    expect((await api("PATCH /workspaces/{id}", { id, name: "Renamed" })).data.name).toBe("Renamed");
    expect((await api("GET /workspaces/{id}", { id })).data.name).toBe("Renamed");
    expect((await api("GET /members", {})).data).toEqual([expect.objectContaining({ role: "OWNER" })]);
    for (const name of [
      "GET /projects",
      "GET /provider-credentials",
      "GET /management-keys",
      "GET /rate-limits",
    ] as const)
      expect((await api(name, {})).data.length, name).toBeGreaterThan(0);
    expect((await api("GET /usage", {})).data.bucket).toBe("hour");
    const { data: logs } = await api("GET /logs", { limit: 1 });
    expect((await api("GET /logs/{request_id}", { request_id: logs[0]?.request_id ?? "" })).data.request_id).toBe(
      logs[0]?.request_id,
    );
    const { data: made } = await api("POST /management-keys", { name: "Reader", scopes: ["logs:read"] });
    expect((await ask("GET", "/api/v1/logs", made.key)).status).toBe(200);
    expect((await ask("GET", "/api/v1/keys", made.key)).status).toBe(403);
    await api("POST /management-keys/{id}/revoke", { id: made.management_key.id });
    expect((await ask("GET", "/api/v1/logs", made.key)).status).toBe(401);
  });

  it("is described at an address that takes no key, and so is the reference page", async () => {
    const document = await fetch(`${stack.demo.url}/api/v1/openapi.json`);
    expect(Object.keys((await document.json()).paths).length).toBeGreaterThan(15);
    const page = await fetch(`${stack.demo.url}/docs/api`, { redirect: "manual" });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Management API");
    const missing = await fetch(`${stack.demo.url}/api/v1/no-such-thing`);
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });
});
