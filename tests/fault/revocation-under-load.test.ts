import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DashboardSession, signIn } from "../helpers/dashboard-session";
import { type Stack, startStack } from "../helpers/stack";

let stack: Stack;
let session: DashboardSession;

beforeAll(async () => {
  stack = await startStack();
  session = await signIn(stack.demo);
}, 180_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

type Created = { data: { api_key: { id: string }; key: string } };

/** Every process that answers calls: the public Node host, and Next on its own port. */
function doors(): string[] {
  const { url, parts } = stack.run();
  return [url, `http://127.0.0.1:${parts["next"]?.port ?? 0}`];
}

async function callStatus(key: string, door = stack.demo.url): Promise<number> {
  const answer = await fetch(`${door}/api/proxy/demo/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

type Called = { startedAt: number; endedAt: number; status: number };

/** Calls all doors at a steady pace until told to stop; keeps each call's start and end, to be set against a change's. */
function steadyLoad(key: string, { perSecond = 50, at = [stack.demo.url] } = {}): { stop(): Promise<Called[]> } {
  const calls: Promise<Called>[] = [];
  const beganAt = performance.now();
  // Timers fire late on a busy machine: as many calls go out as the time that has passed asks for.
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - beganAt) / 1_000) * perSecond);
    while (calls.length < due) {
      const startedAt = performance.now();
      const door = at[calls.length % at.length];
      calls.push(callStatus(key, door).then((status) => ({ startedAt, endedAt: performance.now(), status })));
    }
  }, 10);
  return {
    stop: async () => {
      clearInterval(timer);
      return await Promise.all(calls);
    },
  };
}

describe("a change to a key under fifty calls a second", () => {
  it("a revoked key is refused at every call that begins after the revocation was answered", async () => {
    const { data } = await session.call<Created>("POST", "keys", { name: "to revoke", all_providers: true });
    const load = steadyLoad(data.key);
    await delay(1_000);
    const askedAt = performance.now();
    await session.call("POST", `keys/${data.api_key.id}/revoke`, {});
    const revokedAt = performance.now();
    await delay(1_000);
    const calls = await load.stop();
    const before = calls.filter((call) => call.endedAt < askedAt);
    const after = calls.filter((call) => call.startedAt > revokedAt);
    expect(before.length).toBeGreaterThan(5);
    expect(after.length).toBeGreaterThan(10);
    expect(new Set(before.map((call) => call.status))).toEqual(new Set([200]));
    expect(new Set(after.map((call) => call.status))).toEqual(new Set([401]));
  }, 60_000);

  it("a re-enabled key is accepted at the next call, although its refusal was cached", async () => {
    const { data } = await session.call<Created>("POST", "keys", { name: "to disable", all_providers: true });
    expect(await callStatus(data.key)).toBe(200);
    await session.call("PATCH", `keys/${data.api_key.id}`, { is_active: false });
    const load = steadyLoad(data.key);
    await delay(500);
    const askedAt = performance.now();
    await session.call("PATCH", `keys/${data.api_key.id}`, { is_active: true });
    const enabledAt = performance.now();
    await delay(500);
    const calls = await load.stop();
    expect(new Set(calls.filter((call) => call.endedAt < askedAt).map((call) => call.status))).toEqual(new Set([401]));
    expect(new Set(calls.filter((call) => call.startedAt > enabledAt).map((call) => call.status))).toEqual(
      new Set([200]),
    );
  }, 60_000);
});

describe("two hundred calls a second at every process", () => {
  /** Statuses of the calls that had ended when `change` was asked for, and of those that began after it was answered. */
  async function aroundChange(key: string, change: () => Promise<unknown>): Promise<[Set<number>, Set<number>]> {
    for (const door of doors()) await callStatus(key, door);
    const load = steadyLoad(key, { perSecond: 200, at: doors() });
    await delay(700);
    const askedAt = performance.now();
    await change();
    const answeredAt = performance.now();
    await delay(700);
    const calls = await load.stop();
    const before = calls.filter((call) => call.endedAt < askedAt);
    const after = calls.filter((call) => call.startedAt > answeredAt);
    expect(before.length).toBeGreaterThan(10);
    expect(after.length).toBeGreaterThan(50);
    return [new Set(before.map((call) => call.status)), new Set(after.map((call) => call.status))];
  }

  const created = async (facts: object) =>
    (await session.call<Created>("POST", "keys", { name: "under load", all_providers: true, ...facts })).data;

  it("all see a key's revocation at the very next call", async () => {
    const { key, api_key } = await created({});
    const [before, after] = await aroundChange(key, () => session.call("POST", `keys/${api_key.id}/revoke`, {}));
    expect([...before, ...after]).toEqual([200, 401]);
  }, 60_000);

  it("all see the panic of a project, and its end, at the very next call", async () => {
    const { data: project } = await session.call<{ data: { id: string } }>("POST", "projects", { name: "panicking" });
    const { key } = await created({ project_id: project.id });
    const press = (panic: boolean) => () => session.call("POST", `projects/${project.id}/panic`, { panic });
    expect((await aroundChange(key, press(true))).flatMap((seen) => [...seen])).toEqual([200, 403]);
    expect((await aroundChange(key, press(false))).flatMap((seen) => [...seen])).toEqual([403, 200]);
  }, 60_000);

  it("all see the panic of the workspace, and its end, at the very next call", async () => {
    const { key } = await created({});
    const { data } = await session.call<{ data: { id: string; slug: string }[] }>("GET", "workspaces");
    const workspace = data.find(({ slug }) => slug === stack.demo.workspace);
    const press = (panic: boolean) => () => session.call("POST", `workspaces/${workspace?.id}/panic`, { panic });
    expect((await aroundChange(key, press(true))).flatMap((seen) => [...seen])).toEqual([200, 403]);
    expect((await aroundChange(key, press(false))).flatMap((seen) => [...seen])).toEqual([403, 200]);
  }, 60_000);
});
