import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApiKeyAction } from "@/app/(dashboard)/[workspace]/keys/actions";
import { POST as createKey } from "@/app/api/v1/keys/route";
import { GET as getLog } from "@/app/api/v1/logs/[request_id]/route";
import { GET as listLogs } from "@/app/api/v1/logs/route";
import { GET as listProjects } from "@/app/api/v1/projects/route";
import { GET as usage } from "@/app/api/v1/usage/route";
import { POST as createWorkspace, GET as listWorkspaces } from "@/app/api/v1/workspaces/route";
import { uuidV7 } from "@/lib/kernel/ids";
import { systemRandomness } from "@/lib/server/crypto-ports";
import type { LogDetail, LogEntry } from "@/lib/services/logs/schema";
import type { UsageOverview } from "@/lib/services/usage/schema";
import { type ControlPlane, type Person, startControlPlane } from "../helpers/control-plane";
import { enterRequest } from "../helpers/fake-next-headers";
import { signInPerson } from "../helpers/signed-in";

vi.mock("next/headers", async () => await import("../helpers/fake-next-headers"));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const ROWS = 7;
let plane: ControlPlane;
let owner: Person;
let outsider: Person;
let workspaceId: string;
let keyId: string;
let requestIds: string[];

beforeAll(async () => {
  plane = await startControlPlane();
  [owner, outsider] = [await plane.addPerson("owner"), await plane.addPerson("outsider")];
  workspaceId = await plane.addWorkspace("acme", [[owner, "OWNER"]]);
  await plane.addWorkspace("elsewhere", [[outsider, "OWNER"]]);
  for (const person of [owner, outsider]) await signInPerson(person);
  const body = { name: "caller", all_providers: true };
  const { json } = await plane.call(owner, "POST", createKey, { workspace: "acme", body });
  keyId = (json["data"] as { api_key: { id: string } }).api_key.id;
  const nowMs = Date.now();
  requestIds = Array.from({ length: ROWS }, (_, index) => uuidV7(nowMs + index, systemRandomness));
  // Several share one millisecond, so that a cursor on time alone would lose or repeat some.
  const records = requestIds.map((id, index) => record(id, nowMs - 60_000 + Math.floor(index / 3), index === 0));
  await plane.gateway.rpc("record_requests", { p_records: records }).throwOnError();
});

afterAll(async () => {
  await plane.stop();
});

function record(requestId: string, createdAtMs: number, isRefused: boolean) {
  return {
    request_id: requestId,
    workspace_id: workspaceId,
    api_key_id: keyId,
    created_at: new Date(createdAtMs).toISOString(),
    method: "POST",
    path: "/chat/completions",
    status_code: isRefused ? 429 : 200,
    decision: isRefused ? "refused" : "allowed",
    outcome: isRefused ? "refused" : "completed",
    model: "gpt-4o-mini",
    latency_ms: 12.5,
    tokens_input: 10,
    tokens_output: 5,
    tokens_total: 15,
    ...(isRefused ? {} : { cost_cents: "0.0000123" }),
    client_ip: "198.51.100.4",
    attempts: [{ status: 200 }],
  };
}

const logs = async (query: string) => {
  const answer = await plane.call(owner, "GET", listLogs, { workspace: "acme", query });
  expect(answer.text).toContain('"data"');
  return { rows: answer.json["data"] as LogEntry[], cursor: answer.json["next_cursor"] };
};

describe("the log of requests", () => {
  it("pages through every row exactly once, newest first, also within one millisecond", async () => {
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const page = await logs(`?limit=2${cursor === null ? "" : `&cursor=${String(cursor)}`}`);
      seen.push(...page.rows.map((row) => row.request_id));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(requestIds.toReversed());
  });

  it("names key and model, and gives money to the last nano-dollar as text", async () => {
    const { rows } = await logs("?limit=1");
    expect(rows[0]).toMatchObject({
      api_key_name: "caller",
      model: "gpt-4o-mini",
      cost_cents: "0.0000123",
      latency_ms: 12.5,
      tokens_total: 15,
    });
  });

  it.each([
    ["decision=refused", 1],
    ["decision=allowed", ROWS - 1],
    ["status_class=4xx", 1],
    ["status_class=2xx", ROWS - 1],
    ["model=gpt-4o-mini", ROWS],
    ["model=other", 0],
    ["to=2020-01-02T00:00:00Z", 0],
    ["q=zzz", 0],
  ])("filters by %s", async (query, count) => {
    expect((await logs(`?${query}`)).rows).toHaveLength(count);
  });

  it("finds a request by the beginning of its id", async () => {
    const id = requestIds[3] ?? "";
    expect((await logs(`?q=${id.slice(0, 30)}`)).rows.map((row) => row.request_id)).toContain(id);
  });

  it("shows one request in full, and nothing of it to an outsider", async () => {
    const params = { request_id: requestIds[2] ?? "" };
    const answer = await plane.call(owner, "GET", getLog, { workspace: "acme", params });
    expect(answer.json["data"] as LogDetail).toMatchObject({ client_ip: "198.51.100.4", attempts: [{ status: 200 }] });
    expect((await plane.call(outsider, "GET", getLog, { workspace: "elsewhere", params })).status).toBe(404);
  });

  it("refuses a cursor that it did not make", async () => {
    const answer = await plane.call(owner, "GET", listLogs, { workspace: "acme", query: "?cursor=abc" });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("cursor")]);
  });
});

describe("usage", () => {
  it.each(["1h", "24h", "7d", "30d"])("over %s counts every request and cent once", async (range) => {
    const answer = await plane.call(owner, "GET", usage, { workspace: "acme", query: `?range=${range}` });
    const { totals, series, top_keys: keys, top_models: models } = answer.json["data"] as UsageOverview;
    expect(totals).toMatchObject({ request_count: ROWS, total_tokens_input: expect.any(Number) });
    expect(series.reduce((sum, point) => sum + point.request_count, 0)).toBe(ROWS);
    expect(Number(totals.total_cost_cents)).toBeCloseTo(0.0000123 * (ROWS - 1), 10);
    expect([keys[0]?.name, models[0]?.model]).toEqual(["caller", "gpt-4o-mini"]);
  });
});

describe("workspaces and actions", () => {
  it("a member founds a workspace, owns it, and finds a first project in it", async () => {
    const body = { name: "New team", slug: "new-team" };
    const made = await plane.call(outsider, "POST", createWorkspace, { body });
    expect([made.status, made.json["data"]]).toEqual([
      201,
      expect.objectContaining({ slug: "new-team", role: "OWNER" }),
    ]);
    const list = await plane.call(outsider, "GET", listWorkspaces);
    expect((list.json["data"] as { slug: string }[]).map((one) => one.slug)).toEqual(["elsewhere", "new-team"]);
    const projects = await plane.call(outsider, "GET", listProjects, { workspace: "new-team" });
    expect((projects.json["data"] as { name: string }[]).map((one) => one.name)).toEqual(["Default"]);
    const again = await plane.call(outsider, "POST", createWorkspace, { body });
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('"field":"slug"')]);
  });

  it("an action answers data, or an error with fields, and never throws", async () => {
    enterRequest(owner.jar, new Headers());
    const good = await createApiKeyAction("acme", { name: "by action", all_providers: true });
    expect(good).toMatchObject({ ok: true, data: { api_key: { name: "by action" } } });
    const bad = await createApiKeyAction("acme", { name: "", all_providers: true });
    expect(bad).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fieldErrors: { name: "Give it a name." } },
    });
    const foreign = await createApiKeyAction("elsewhere", { name: "x", all_providers: true });
    expect(foreign).toMatchObject({ ok: false, error: { code: "not_found" } });
    enterRequest(new Map(), new Headers());
    expect(await createApiKeyAction("acme", { name: "x", all_providers: true })).toMatchObject({
      ok: false,
      error: { code: "unauthenticated" },
    });
  });
});
