import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { uuidV7 } from "@/lib/kernel/ids";
import { budgetPeriods, windowPeriods } from "@/lib/kernel/rule-periods";
import type { Check, Metric } from "@/lib/ledger/rules";
import { systemRandomness } from "@/lib/server/crypto-ports";
import type { ApiName } from "@/lib/services/api-contract/schema";
import type { Budget } from "@/lib/services/budgets/schema";
import type { DriftEntry } from "@/lib/services/drift/schema";
import type { OpenHold } from "@/lib/services/open-holds/schema";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import { handlerOf, partsOf } from "../helpers/api-routes";
import { type Answer, type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

const CENT = 10_000_000;
const newId = () => uuidV7(Date.now(), systemRandomness);

let plane: ControlPlane;
let owner: Person;
let outsider: Person;
let workspaceId: string;
let keyId: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, outsider] = [await plane.addPerson("owner"), await plane.addPerson("outsider")];
  workspaceId = await plane.addWorkspace("acme", [[owner, "OWNER"]]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, outsider]) await signInPerson(person);
  const created = await api("POST /keys", { name: "caller", all_providers: true });
  keyId = (created.json["data"] as { api_key: { id: string } }).api_key.id;
});

afterAll(async () => {
  await plane.stop();
});

async function api(name: ApiName, input: object = {}, person = owner, workspace = "acme"): Promise<Answer> {
  const { method } = partsOf(name);
  const { id, ...rest }: { id?: string } = { ...input };
  const hasBody = method === "POST" || method === "PATCH";
  const query = new URLSearchParams(hasBody ? {} : (rest as Record<string, string>));
  return await plane.call(person, method, await handlerOf(name), {
    workspace,
    ...(id === undefined ? {} : { params: { id } }),
    ...(hasBody ? { body: rest } : { query: query.size === 0 ? "" : `?${query}` }),
  });
}

/** The answer's data as the contract types it; the registry's tests hold answers to it. */
async function dataOf<Data>(answer: Promise<Answer>): Promise<Data> {
  const { status, text, json } = await answer;
  expect(status, text).toBeLessThan(300);
  return json["data"] as Data;
}

const createBudget = (fields: object = {}) =>
  dataOf<Budget>(api("POST /budgets", { name: "a budget", amount_cents: 100, ...fields }));
const createLimit = (fields: object = {}) =>
  dataOf<RateLimit>(api("POST /rate-limits", { name: "a limit", requests: 10, window_ms: 3_600_000, ...fields }));
const budgetOf = (id: string) => dataOf<Budget>(api("GET /budgets/{id}", { id }));
const driftOf = (id: string) => dataOf<DriftEntry[]>(api("GET /drift", { rule_id: id }));
const fieldsOf = ({ json }: Answer) => ((json["errors"] ?? []) as { field: string }[]).map((error) => error.field);

type Rule = Budget | RateLimit;

function checkOf(rule: Rule, amount: number, subject = ""): Check {
  const isBudget = "amount_cents" in rule;
  const metric: Metric = isBudget ? "cost_nano_usd" : rule.metric;
  const periods = isBudget ? budgetPeriods(rule)(Date.now()) : windowPeriods(rule)(Date.now());
  return {
    ruleId: rule.id,
    kind: isBudget ? "budget" : "rate_limit",
    name: rule.name,
    scope: rule.scope,
    subject,
    metric,
    limit: isBudget ? 100 * CENT : rule.requests,
    amount,
    strategy: "FIXED_WINDOW",
    ...periods,
    enforcement: "enforce",
    hard: true,
    priority: 1,
  };
}

/** A call as the gateway makes it, up to the moment at which its upstream answers. */
async function open(checks: readonly Check[], fields: Record<string, unknown> = {}): Promise<string> {
  const requestId = newId();
  const opening = {
    requestId,
    workspaceId,
    versions: {},
    fields: { workspace_id: workspaceId, api_key_id: keyId, model: "gpt-4o", method: "POST", path: "/chat", ...fields },
  };
  const admission = await plane.ledger.admit(opening, checks, [{ id: "c", checks: [] }], 30_000);
  expect(admission.outcome).toBe("admitted");
  return requestId;
}

async function settle(requestId: string, cents: number): Promise<void> {
  await plane.ledger.settle(requestId, [{ candidateId: "c", amounts: { cost_nano_usd: cents * CENT } }], {
    outcome: "completed",
    fields: { status_code: 200, cost_cents: String(cents), latency_ms: 5 },
  });
}

/** What the drain of the Node host does. */
async function drain(): Promise<void> {
  const { records, adjustments, ids } = await plane.ledger.drain(1_000);
  await plane.gateway.rpc("record_requests", { p_records: JSON.parse(JSON.stringify(records)) }).throwOnError();
  await plane.gateway
    .rpc("record_adjustments", { p_adjustments: JSON.parse(JSON.stringify(adjustments)) })
    .throwOnError();
  await plane.ledger.acknowledge(ids);
}

async function spend(rule: Rule, cents: number, fields: Record<string, unknown> = {}, subject = ""): Promise<void> {
  await settle(await open([checkOf(rule, cents * CENT, subject)], fields), cents);
  await drain();
}

describe("what is used right now", () => {
  it("of a limit with a counter each is that of the fullest, with every subject by its name", async () => {
    const limit = await createLimit({ per: ["api_key", "end_user"] });
    const subject = (user: string) => `${keyId},${encodeURIComponent(user)}`;
    for (const user of ["ada, l.", "ada, l.", "bob"]) await open([checkOf(limit, 1, subject(user))]);
    const live = await dataOf<RateLimit>(api("GET /rate-limits/{id}", { id: limit.id }));
    expect(live).toMatchObject({ capacity: 10, used: 0, held: 2, remaining: 8, counters_total: 2 });
    expect(live.counters[0]).toMatchObject({
      held: 2,
      remaining: 8,
      parts: [
        { dimension: "api_key", value: keyId, name: "caller" },
        { dimension: "end_user", value: "ada, l.", name: "ada, l." },
      ],
    });
  });

  it("takes one question to the ledger for a whole list, and narrows the list by subject, status and name", async () => {
    const mine = await createBudget({ name: "Mine alone", api_key_id: keyId });
    const off = await createBudget({ name: "Switched off", is_active: false });
    const asked = vi.spyOn(plane.ledger, "balances");
    const all = await dataOf<Budget[]>(api("GET /budgets", { limit: "200" }));
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    expect(all.find(({ id }) => id === mine.id)?.applies_to).toEqual([
      { dimension: "api_key", value: keyId, name: "caller" },
    ]);
    const ids = async (filter: object) => (await dataOf<Budget[]>(api("GET /budgets", filter))).map(({ id }) => id);
    expect(await ids({ api_key_id: keyId })).toEqual([mine.id]);
    expect(await ids({ scope: "API_KEY" })).toEqual([mine.id]);
    expect(await ids({ status: "disabled" })).toEqual([off.id]);
    expect(await ids({ q: "alone" })).toEqual([mine.id]);
  });
});

describe("open holds", () => {
  it("say whose call holds how much of what, and are nobody else's to see", async () => {
    const budget = await createBudget({ name: "Held" });
    const requestId = await open([checkOf(budget, 30 * CENT)], { is_stream: true });
    const holds = await dataOf<OpenHold[]>(api("GET /open-holds", { rule_id: budget.id }));
    expect(holds).toMatchObject([
      {
        request_id: requestId,
        api_key_name: "caller",
        model: "gpt-4o",
        is_stream: true,
        held_cents: "30.0000000",
        amounts: [{ rule_name: "Held", kind: "budget", amount: "30.0000000" }],
      },
    ]);
    expect(await dataOf<OpenHold[]>(api("GET /open-holds", {}, outsider, "elsewhere"))).toEqual([]);
    await settle(requestId, 1);
    expect(await dataOf<OpenHold[]>(api("GET /open-holds", { rule_id: budget.id }))).toEqual([]);
  });

  it("come in pages, the oldest first", async () => {
    const budget = await createBudget();
    const opened = [];
    for (let n = 0; n < 3; n += 1) opened.push(await open([checkOf(budget, CENT)]));
    const seen: string[] = [];
    let cursor = "";
    for (let page = 0; page < 3; page += 1) {
      const { json } = await api("GET /open-holds", { rule_id: budget.id, limit: "1", ...(cursor ? { cursor } : {}) });
      seen.push(...(json["data"] as OpenHold[]).map((hold) => hold.request_id));
      cursor = String(json["next_cursor"] ?? "");
    }
    expect([seen.toSorted(), cursor]).toEqual([opened.toSorted(), ""]);
  });
});

describe("drift", () => {
  it("is zero while calls are open, and when they have become rows", async () => {
    const budget = await createBudget();
    const requestId = await open([checkOf(budget, 30 * CENT)]);
    expect(await driftOf(budget.id)).toMatchObject([{ counter: "30.0000000", held: "30.0000000", state: "zero" }]);
    await settle(requestId, 12);
    await drain();
    expect(await driftOf(budget.id)).toMatchObject([{ counter: "12.0000000", settled: "12.0000000", state: "zero" }]);
  });

  it("is shown with its amount where the counter and the evidence disagree", async () => {
    const budget = await createBudget();
    await spend(budget, 5);
    await plane.ledger.settle(
      await open([checkOf(budget, 7 * CENT)]),
      [{ candidateId: "c", amounts: { cost_nano_usd: 7 * CENT } }],
      { outcome: "completed", fields: {} },
    );
    // The record is lost on its way.
    await plane.ledger.acknowledge((await plane.ledger.drain(1_000)).ids);
    expect(await driftOf(budget.id)).toMatchObject([{ counter: "12.0000000", drift: "7.0000000", state: "drift" }]);
  });

  it("compares a rule with the calls since it counts: not those before it was made, nor while it was off", async () => {
    const older = await createBudget();
    await spend(older, 3);
    const younger = await createBudget({ name: "younger" });
    expect(await driftOf(younger.id)).toMatchObject([{ counter: "0.0000000", settled: "0.0000000", state: "zero" }]);

    await api("PATCH /budgets/{id}", { id: younger.id, is_active: false });
    await spend(older, 2);
    await api("PATCH /budgets/{id}", { id: younger.id, is_active: true });
    await settle(await open([checkOf(older, 4 * CENT), checkOf(younger, 4 * CENT)]), 4);
    await drain();
    expect(await driftOf(younger.id)).toMatchObject([{ counter: "4.0000000", settled: "4.0000000", state: "zero" }]);
    expect(await driftOf(older.id)).toMatchObject([{ counter: "9.0000000", state: "zero" }]);
  });
});

describe("usage set to zero", () => {
  it("is an adjustment: the budget is free again, its rows stay, and nothing drifts", async () => {
    const budget = await createBudget();
    await spend(budget, 60);
    const held = await open([checkOf(budget, 10 * CENT)]);
    const reset = await dataOf<Budget>(api("POST /budgets/{id}/reset", { id: budget.id }));
    expect(reset).toMatchObject({ current_spent_cents: "0.0000000", held_cents: "10.0000000" });
    expect(reset.usage_reset_at).not.toBeNull();
    await settle(held, 10);
    await drain();
    expect(await driftOf(budget.id)).toMatchObject([{ counter: "10.0000000", settled: "10.0000000", state: "zero" }]);
    const { data } = await plane.admin
      .from("audit_logs")
      .select("action")
      .eq("resource_id", budget.id)
      .eq("action", "budget.update")
      .throwOnError();
    expect(data).toHaveLength(1);
  });

  it("is refused where usage ends by itself", async () => {
    for (const fields of [
      { metric: "concurrency", window_ms: null },
      { strategy: "TOKEN_BUCKET", window_ms: 1000 },
    ]) {
      const { id } = await createLimit(fields);
      expect((await api("POST /rate-limits/{id}/reset", { id })).status).toBe(409);
    }
  });
});

describe("a rule that counts something else from now on", () => {
  it("begins at zero, as does a budget whose alignment is switched on", async () => {
    const project = await dataOf<{ id: string }>(api("POST /projects", { name: "Search" }));
    const budget = await createBudget({ calendar_aligned: false });
    await spend(budget, 40);
    const renamed = await dataOf<Budget>(api("PATCH /budgets/{id}", { id: budget.id, name: "b", amount_cents: 200 }));
    expect(renamed.current_spent_cents).toBe("40.0000000");
    const aligned = await dataOf<Budget>(api("PATCH /budgets/{id}", { id: budget.id, calendar_aligned: true }));
    const { startMs } = budgetPeriods(aligned)(Date.now()).current;
    expect(aligned).toMatchObject({
      current_spent_cents: "0.0000000",
      period_start_date: new Date(startMs).toISOString(),
    });
    await spend(aligned, 5);
    const moved = await dataOf<Budget>(api("PATCH /budgets/{id}", { id: budget.id, project_id: project.id }));
    expect(moved).toMatchObject({ current_spent_cents: "0.0000000", scope: "PROJECT" });
    await drain();
    await spend(moved, 6, { project_id: project.id });
    expect(await driftOf(budget.id)).toMatchObject([{ counter: "6.0000000", settled: "6.0000000", state: "zero" }]);
  });
});

describe("a budget's evidence", () => {
  it("is its course by day, and its closed periods", async () => {
    const budget = await createBudget();
    await spend(budget, 8);
    const course = await dataOf<{ unit: string; points: { spent_cents: string; request_count: number }[] }>(
      api("GET /budgets/{id}/course", { id: budget.id }),
    );
    expect(course.unit).toBe("day");
    expect(course.points.length).toBeGreaterThanOrEqual(28);
    expect(course.points.filter((point) => point.request_count > 0)).toMatchObject([{ request_count: 1 }]);
    expect((await budgetOf(budget.id)).forecast).toMatchObject({ outcome: "too_early" });
    expect(await dataOf(api("GET /budgets/{id}/history", { id: budget.id }))).toEqual([]);
    expect((await api("GET /budgets/{id}/history", { id: newId() })).status).toBe(404);
  });
});

describe("amounts that make no sense together", () => {
  it.each([
    ["a soft amount above the amount", { soft_amount_cents: "100.0000001" }, "soft_amount_cents"],
    ["an end of no other amount", { override_until: "2030-01-01T00:00:00Z" }, "override_until"],
    ["a threshold twice", { alert_thresholds: [50, 50] }, "alert_thresholds"],
    ["a tier that is not there", { model_tier_id: newId() }, "model_tier_id"],
    ["an endpoint that is not there", { endpoint_id: newId() }, "endpoint_id"],
  ])("%s is refused at that field", async (_what, fields, field) => {
    const answer = await api("POST /budgets", { name: "a budget", amount_cents: 100, ...fields });
    expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]]);
  });
});
