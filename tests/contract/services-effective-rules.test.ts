import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Check } from "@/lib/ledger/rules";
import type { ApiName } from "@/lib/services/api-contract/schema";
import type { EffectiveRule, EffectiveRules } from "@/lib/services/effective-rules/schema";
import { handlerOf, partsOf } from "../helpers/api-routes";
import { type Answer, type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

let plane: ControlPlane;
let owner: Person;
let viewer: Person;
let outsider: Person;
let workspaceId: string;
let projectId: string;
let keyId: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, viewer, outsider] = [
    await plane.addPerson("owner"),
    await plane.addPerson("viewer"),
    await plane.addPerson("outsider"),
  ];
  workspaceId = await plane.addWorkspace("acme", [
    [owner, "OWNER"],
    [viewer, "VIEWER"],
  ]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, viewer, outsider]) await signInPerson(person);
  projectId = idOf(await api("POST /projects", { name: "Search" }));
  await api("POST /providers", { name: "OpenAI", slug: "openai", dialect: "openai", base_url: "https://example.com" });
  const made = await api("POST /keys", { name: "asked", all_providers: true, project_id: projectId });
  keyId = (dataOf(made)["api_key"] as { id: string }).id;
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

async function ask(question: object = {}): Promise<EffectiveRules> {
  const answer = await api("GET /keys/{id}/effective-rules", { id: keyId, ...question });
  expect(answer.status, answer.text).toBe(200);
  return answer.json["data"] as EffectiveRules;
}

const checkOf = async (stage: string, question: object = {}) =>
  (await ask(question)).checks.find((check) => check.stage === stage);
const ruleOf = async (id: string, question: object = {}): Promise<EffectiveRule | undefined> => {
  const { limits, budgets } = await ask(question);
  return [...limits, ...budgets].find((rule) => rule.id === id);
};

describe("what decides before anything is counted", () => {
  it("is told in the gateway's order", async () => {
    expect((await ask()).checks.map(({ stage }) => stage)).toEqual([
      "key_state",
      "expiry",
      "workspace",
      "project",
      "key_addresses",
      "addresses",
      "countries",
      "providers",
      "scopes",
      "models",
      "key_models",
      "unpriced",
    ]);
  });

  it("follows the key's switch, its expiry and both panics at once", async () => {
    await api("PATCH /keys/{id}", { id: keyId, is_active: false, expires_at: "2020-01-01T00:00:00Z" });
    await api("POST /workspaces/{id}/panic", { id: workspaceId, panic: true });
    await api("POST /projects/{id}/panic", { id: projectId, panic: true });
    expect((await ask()).checks.slice(0, 4).map(({ verdict, code }) => [verdict, code])).toEqual([
      ["refuses", "key_disabled"],
      ["refuses", "key_expired"],
      ["refuses", "workspace_frozen"],
      ["refuses", "project_frozen"],
    ]);
    await api("PATCH /keys/{id}", { id: keyId, is_active: true, expires_at: null });
    await api("POST /workspaces/{id}/panic", { id: workspaceId, panic: false });
    await api("POST /projects/{id}/panic", { id: projectId, panic: false });
    expect((await ask()).checks.slice(0, 4).every(({ verdict }) => verdict === "passes")).toBe(true);
  });

  it("depends on the address until one is given, and then names the rule", async () => {
    const deny = idOf(await api("POST /ip-rules", { cidr: "203.0.113.0/24", action: "deny" }));
    await api("POST /ip-rules", { cidr: "203.0.0.0/16", action: "allow", project_id: projectId });
    expect((await checkOf("addresses"))?.verdict).toBe("depends");
    expect(await checkOf("addresses", { address: "203.0.113.9" })).toMatchObject({
      verdict: "refuses",
      code: "ip_not_allowed",
      decision: { rule_id: deny, level: "workspace", reason: "denied" },
    });
    expect(await checkOf("addresses", { address: "203.0.5.5" })).toMatchObject({ verdict: "passes" });
    expect(await checkOf("addresses", { address: "198.51.100.1" })).toMatchObject({
      verdict: "refuses",
      decision: { level: "project", reason: "none_matches" },
    });
  });

  it("knows the country of an address, and takes the key's own addresses too", async () => {
    await api("POST /geo-rules", { scope: "country", code: "US", action: "deny" });
    await api("PATCH /keys/{id}", { id: keyId, allowed_ips: ["8.8.8.0/24"] });
    expect((await ask({ address: "8.8.8.8" })).country).toBe("US");
    expect(await checkOf("countries", { address: "8.8.8.8" })).toMatchObject({
      verdict: "refuses",
      code: "geo_blocked",
    });
    expect(await checkOf("countries", { country: "DE" })).toMatchObject({ verdict: "passes" });
    expect((await checkOf("key_addresses", { address: "8.8.8.8" }))?.verdict).toBe("passes");
    expect((await checkOf("key_addresses", { address: "9.9.9.9" }))?.verdict).toBe("refuses");
    await api("PATCH /keys/{id}", { id: keyId, allowed_ips: [] });
  });

  it("holds a model against the team's patterns and the key's own", async () => {
    await api("POST /model-rules", { pattern: "openai/*", action: "allow" });
    await api("PATCH /keys/{id}", { id: keyId, allowed_models: ["gpt-4o*"] });
    const verdicts = async (model: string, provider = "openai") => {
      const { checks } = await ask({ model, provider });
      return ["models", "key_models"].map((stage) => checks.find((check) => check.stage === stage)?.verdict);
    };
    expect(await verdicts("gpt-4o-mini")).toEqual(["passes", "passes"]);
    expect(await verdicts("o3")).toEqual(["passes", "refuses"]);
    expect(await verdicts("openai/gpt-4o/x", "other")).toEqual(["refuses", "refuses"]);
    await api("PATCH /keys/{id}", { id: keyId, allowed_models: [] });
  });
});

describe("what counts", () => {
  const limit = { name: "a limit", requests: 10, window_ms: 60_000 };

  it("lists rules of the key, its project and its workspace by priority, and none of another project", async () => {
    const other = idOf(await api("POST /projects", { name: "Other" }));
    const foreign = idOf(await api("POST /rate-limits", { ...limit, project_id: other }));
    const ids = [
      idOf(await api("POST /rate-limits", { ...limit, priority: 3 })),
      idOf(await api("POST /rate-limits", { ...limit, project_id: projectId, priority: 2 })),
      idOf(await api("POST /rate-limits", { ...limit, api_key_id: keyId, priority: 1 })),
    ];
    const { limits } = await ask();
    expect(limits.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(limits.every(({ verdict, needs }) => verdict === "counts" && needs.length === 0)).toBe(true);
    for (const id of [...ids, foreign]) await api("DELETE /rate-limits/{id}", { id });
  });

  it("says what a call must be, and answers once the call is said", async () => {
    const id = idOf(await api("POST /rate-limits", { ...limit, model_pattern: "gpt-*", end_user_id: "alice" }));
    expect(await ruleOf(id)).toMatchObject({
      verdict: "depends",
      needs: [
        { fact: "model", value: "gpt-*" },
        { fact: "end_user", value: "alice" },
      ],
    });
    expect((await ruleOf(id, { model: "gpt-4o" }))?.verdict).toBe("depends");
    expect((await ruleOf(id, { model: "gpt-4o", end_user: "alice" }))?.verdict).toBe("counts");
    expect((await ruleOf(id, { model: "gpt-4o", end_user: "bob" }))?.verdict).toBe("does_not_count");
    expect((await ruleOf(id, { model: "o3" }))?.verdict).toBe("does_not_count");
    await api("DELETE /rate-limits/{id}", { id });
  });

  it("shows a rule of the whole installation, which no member may read by itself", async () => {
    const { data } = await plane.admin
      .from("rate_limits")
      .insert({ ...limit, workspace_id: "00000000-0000-0000-0000-000000000000", metric: "requests" })
      .select("id")
      .single()
      .throwOnError();
    expect(await ruleOf(data.id)).toMatchObject({ scope: "GLOBAL", limit: "10" });
    await plane.admin.from("rate_limits").delete().eq("id", data.id).throwOnError();
  });

  it("shows this key's own counter of a rule per key, with what is held, left and when it starts anew", async () => {
    const id = idOf(await api("POST /rate-limits", { ...limit, per: ["api_key"] }));
    const now = Date.now();
    const check = (subject: string, amount: number): Check => ({
      ruleId: id,
      kind: "rate_limit",
      name: "a limit",
      scope: "TENANT",
      subject,
      metric: "requests",
      limit: 10,
      amount,
      strategy: "FIXED_WINDOW",
      current: { startMs: now - 1_000, endMs: now + 3_600_000 },
      next: { startMs: now + 3_600_000, endMs: now + 7_200_000 },
      enforcement: "enforce",
      hard: true,
      priority: 1,
    });
    const admit = (requestId: string, checks: readonly Check[]) =>
      plane.ledger.admit(
        { requestId, workspaceId, versions: {}, fields: {} },
        checks,
        [{ id: "c", checks: [] }],
        30_000,
      );
    await admit("01932c07-209f-7f3a-9a41-3f6c1f0b7d53", [check(keyId, 2)]);
    await admit("01932c07-209f-7f3a-9a41-3f6c1f0b7d54", [check("01932c07-209f-7f3a-9a41-3f6c1f0b7d52", 7)]);
    const rule = await ruleOf(id);
    expect(Number(rule?.used) + Number(rule?.held)).toBe(2);
    expect(rule).toMatchObject({ limit: "10", remaining: "8", counters: 1 });
    expect(Date.parse(rule?.resets_at ?? "")).toBeGreaterThan(now - 60_000);
  });

  it("counts the key's own limit and a budget with its soft amount, money in cents", async () => {
    await api("PATCH /keys/{id}", { id: keyId, rate_limit_requests: 5, rate_limit_window_ms: 1000 });
    const budget = idOf(await api("POST /budgets", { name: "b", amount_cents: 500, soft_amount_cents: 300 }));
    const { limits, budgets } = await ask();
    expect(limits.find(({ kind }) => kind === "key_limit")).toMatchObject({ id: keyId, limit: "5", window_ms: 1000 });
    expect(budgets.map(({ kind, limit: amount, effect }) => [kind, amount, effect])).toEqual([
      ["budget", "500.0000000", "refuses"],
      ["soft_budget", "300.0000000", "tells"],
    ]);
    await api("DELETE /budgets/{id}", { id: budget });
  });
});

describe("who may ask", () => {
  it("any member, and nobody of another workspace, who cannot tell the key from a missing one", async () => {
    expect((await api("GET /keys/{id}/effective-rules", { id: keyId }, viewer)).status).toBe(200);
    const withoutId = ({ status, text }: Answer) => [status, text.replace(/"request_id":"[^"]+"/, "")];
    const nobody = "01932c07-209f-7f3a-9a41-3f6c1f0b7d52";
    for (const name of ["GET /keys/{id}/effective-rules", "GET /keys/{id}/usage"] as const) {
      const foreign = await api(name, { id: keyId }, outsider, "elsewhere");
      expect(foreign.status).toBe(404);
      expect(withoutId(foreign)).toEqual(withoutId(await api(name, { id: nobody }, outsider, "elsewhere")));
    }
  });

  it("tells no secret of a provider", async () => {
    const { text } = await api("GET /keys/{id}/effective-rules", { id: keyId });
    for (const word of ["ciphertext", "key_hash", "base_url", "auth_config"]) expect(text).not.toContain(word);
    const { data } = await plane.gateway.rpc("member_key_snapshot", { p_key: keyId });
    expect(data).toBeNull();
  });
});
