import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ApiName } from "@/lib/services/api-contract/schema";
import { handlerOf, partsOf } from "../helpers/api-routes";
import { type Answer, type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));

let plane: ControlPlane;
let owner: Person;
let outsider: Person;
let workspaceId: string;
let foreignProject: string;

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, outsider] = [await plane.addPerson("owner"), await plane.addPerson("outsider")];
  workspaceId = await plane.addWorkspace("acme", [[owner, "OWNER"]]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, outsider]) await signInPerson(person);
  const answer = await api("POST /projects", { name: "Foreign" }, outsider, "elsewhere");
  foreignProject = idOf(answer);
});

afterAll(async () => {
  await plane.stop();
});

async function api(name: ApiName, body: object, person = owner, workspace = "acme"): Promise<Answer> {
  const { method } = partsOf(name);
  const { id, ...rest }: { id?: string } = { ...body };
  const hasBody = method === "POST" || method === "PATCH";
  return await plane.call(person, method, await handlerOf(name), {
    workspace,
    ...(id === undefined ? {} : { params: { id } }),
    ...(hasBody ? { body: rest } : {}),
  });
}

const dataOf = (answer: Answer) => answer.json["data"] as Record<string, unknown>;
const idOf = (answer: Answer) => String(dataOf(answer)["id"]);
const fieldsOf = (answer: Answer) => ((answer.json["errors"] ?? []) as { field: string }[]).map((error) => error.field);
const version = async () => {
  const { data } = await plane.admin
    .from("config_versions")
    .select("n")
    .match({ workspace_id: workspaceId, part: "workspace" })
    .single()
    .throwOnError();
  return data.n;
};

describe("a rate limit", () => {
  const limit = { name: "a limit", requests: 10 };

  it.each([
    ["no window", {}, "window_ms"],
    ["two windows", { window_ms: 1000, duration: "1h" }, "duration"],
    ["a sub-day duration on the calendar", { duration: "1h", calendar_aligned: true }, "calendar_aligned"],
    ["milliseconds on the calendar", { window_ms: 1000, calendar_aligned: true }, "calendar_aligned"],
    ["an unknown zone", { duration: "1d", timezone: "Mars/Olympus" }, "timezone"],
    ["a duration that is none", { duration: "soon" }, "duration"],
    ["a bucket that never refills", { strategy: "TOKEN_BUCKET" }, "refill_rate"],
    ["a bucket's size on a window", { window_ms: 1000, bucket_size: 5 }, "strategy"],
    ["waiting outside a leaky bucket", { window_ms: 1000, max_wait_ms: 5 }, "max_wait_ms"],
    ["a window on parallel calls", { metric: "concurrency", window_ms: 1000 }, "window_ms"],
    ["a dimension that no call has", { window_ms: 1000, per: ["colour"] }, "per.0"],
    ["a fraction of a request", { window_ms: 1000, requests: 1.5 }, "requests"],
  ])("with %s is refused at that field", async (_what, fields, field) => {
    const answer = await api("POST /rate-limits", { ...limit, ...fields });
    expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]]);
  });

  it.each([
    [{ window_ms: 60_000 }],
    [{ duration: "1M", calendar_aligned: true, timezone: "Europe/Berlin" }],
    [{ metric: "concurrency" }],
    [{ strategy: "LEAKY_BUCKET", refill_rate: 10, bucket_size: 3, max_wait_ms: 1000 }],
    [{ strategy: "TOKEN_BUCKET", window_ms: 500, metric: "total_tokens" }],
    [
      {
        window_ms: 60_000,
        model_pattern: "gpt-*",
        end_user_id: "u1",
        per: ["end_user", "model"],
        enforcement: "shadow",
      },
    ],
  ])("of %j is stored as it was given", async (fields) => {
    const answer = await api("POST /rate-limits", { ...limit, ...fields });
    expect(answer.status, answer.text).toBe(201);
    expect(dataOf(answer)).toMatchObject({ ...limit, ...fields });
  });

  it("names only what is in its own workspace", async () => {
    const answer = await api("POST /rate-limits", { ...limit, window_ms: 1000, project_id: foreignProject });
    expect([answer.status, fieldsOf(answer)]).toEqual([422, ["project_id"]]);
    expect(await api("POST /rate-limits", { ...limit, window_ms: 1000, workspace_id: workspaceId })).toMatchObject({
      status: 422,
    });
  });

  it("is known to the ledger before the answer when it is made, changed and deleted", async () => {
    const name = `${workspaceId}/workspace`;
    const id = idOf(await api("POST /rate-limits", { ...limit, window_ms: 1000 }));
    for (const change of [
      () => api("PATCH /rate-limits/{id}", { id, requests: 5 }),
      () => api("PATCH /rate-limits/{id}", { id, is_active: false }),
      () => api("DELETE /rate-limits/{id}", { id }),
    ]) {
      const before = await version();
      expect(await plane.ledger.fresh({ [name]: before })).toBe(true);
      expect((await change()).status).toBe(200);
      expect(await version()).toBeGreaterThan(before);
      expect(await plane.ledger.fresh({ [name]: before })).toBe(false);
    }
    expect((await api("GET /rate-limits/{id}", { id })).status).toBe(404);
  });

  it("is checked as a whole when a part of it changes", async () => {
    const id = idOf(await api("POST /rate-limits", { ...limit, window_ms: 1000 }));
    expect(fieldsOf(await api("PATCH /rate-limits/{id}", { id, duration: "1h" }))).toEqual(["duration"]);
    const answer = await api("PATCH /rate-limits/{id}", {
      id,
      duration: "1d",
      window_ms: null,
      calendar_aligned: true,
    });
    expect(dataOf(answer)).toMatchObject({ duration: "1d", window_ms: null, calendar_aligned: true });
  });

  it("of another workspace answers as one that does not exist", async () => {
    const id = idOf(await api("POST /rate-limits", { ...limit, window_ms: 1000 }));
    const withoutId = ({ status, text }: Answer) => [status, text.replace(/"request_id":"[^"]+"/, "")];
    for (const name of ["GET /rate-limits/{id}", "PATCH /rate-limits/{id}", "DELETE /rate-limits/{id}"] as const) {
      const foreign = await api(name, { id }, outsider, "elsewhere");
      const missing = await api(name, { id: "01932c07-209f-7f3a-9a41-3f6c1f0b7d52" }, outsider, "elsewhere");
      expect(foreign.status).toBe(404);
      expect(withoutId(foreign)).toEqual(withoutId(missing));
    }
  });
});

describe("a budget", () => {
  const budget = { name: "a budget", amount_cents: 100 };

  it.each([
    ["more than one counter holds", { amount_cents: 900_719_926 }, "amount_cents"],
    ["a negative amount", { amount_cents: -1 }, "amount_cents"],
    ["a part of a nano-dollar", { amount_cents: "0.00000001" }, "amount_cents"],
    ["a sub-day duration on the calendar", { duration: "1h", calendar_aligned: true }, "calendar_aligned"],
    ["an unknown zone", { timezone: "Mars/Olympus" }, "timezone"],
    ["a length and another", { period: "MONTHLY", duration: "7d" }, "duration"],
    ["an anchor on the calendar", { calendar_aligned: true, reset_anchor: "2026-01-01T00:00:00Z" }, "reset_anchor"],
  ])("of %s is refused at that field", async (_what, fields, field) => {
    const answer = await api("POST /budgets", { ...budget, ...fields });
    expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]]);
  });

  it("keeps its amount to the last nano-dollar", async () => {
    for (const amount of ["900719925.0000000", "900719924.1234563", "0.0000001"]) {
      const answer = await api("POST /budgets", { ...budget, amount_cents: amount });
      expect(dataOf(answer)["amount_cents"]).toBe(amount);
      expect(dataOf(answer)["remaining_cents"]).toBe(amount);
    }
  });

  it("is monthly on the calendar unless told otherwise, and counts from now where nothing aligns it", async () => {
    expect(dataOf(await api("POST /budgets", budget))).toMatchObject({
      period: "MONTHLY",
      calendar_aligned: true,
      reset_anchor: null,
      scope: "TENANT",
    });
    const rolling = dataOf(await api("POST /budgets", { ...budget, duration: "1h" }));
    expect(rolling).toMatchObject({ period: "ROLLING", calendar_aligned: false });
    expect(rolling["period_start_date"]).toBe(new Date(String(rolling["reset_anchor"])).toISOString());
  });

  it("shows what the ledger holds and has counted, live", async () => {
    const id = idOf(await api("POST /budgets", budget));
    const startMs = Date.now();
    const check = {
      ruleId: id,
      kind: "budget",
      name: "a budget",
      scope: "TENANT",
      subject: "",
      metric: "cost_nano_usd",
      limit: 1_000_000_000,
      amount: 300_000_000,
      strategy: "FIXED_WINDOW",
      current: { startMs: startMs - 1000, endMs: startMs + 3_600_000 },
      next: { startMs: startMs + 3_600_000, endMs: startMs + 7_200_000 },
      enforcement: "enforce",
      hard: true,
      priority: 1,
    } as const;
    const requestId = "01932c07-209f-7f3a-9a41-3f6c1f0b7d53";
    await plane.ledger.admit(
      { requestId, workspaceId, versions: {}, fields: {} },
      [check],
      [{ id: "c", checks: [] }],
      30_000,
    );
    expect(dataOf(await api("GET /budgets/{id}", { id }))).toMatchObject({
      current_spent_cents: "0.0000000",
      held_cents: "30.0000000",
      remaining_cents: "70.0000000",
    });
    await plane.ledger.settle(requestId, [{ candidateId: "c", amounts: { cost_nano_usd: 123_456_789 } }], {
      outcome: "completed",
      fields: {},
    });
    expect(dataOf(await api("GET /budgets/{id}", { id }))).toMatchObject({
      current_spent_cents: "12.3456789",
      held_cents: "0.0000000",
      remaining_cents: "87.6543211",
    });
  });

  it("changes from calendar to anchor and back as a whole", async () => {
    const id = idOf(await api("POST /budgets", budget));
    const anchored = dataOf(await api("PATCH /budgets/{id}", { id, calendar_aligned: false }));
    expect(anchored["reset_anchor"]).not.toBeNull();
    const aligned = await api("PATCH /budgets/{id}", { id, calendar_aligned: true });
    expect(dataOf(aligned)).toMatchObject({ calendar_aligned: true, reset_anchor: null });
  });
});

describe("a project", () => {
  it("gives its name free when it is deleted, and is gone from the list", async () => {
    const id = idOf(await api("POST /projects", { name: "Search" }));
    const taken = await api("POST /projects", { name: "Search" });
    expect([taken.status, fieldsOf(taken)]).toEqual([409, ["name"]]);
    expect((await api("DELETE /projects/{id}", { id })).status).toBe(200);
    expect((await api("GET /projects/{id}", { id })).status).toBe(404);
    expect((await api("POST /projects", { name: "Search" })).status).toBe(201);
  });
});
