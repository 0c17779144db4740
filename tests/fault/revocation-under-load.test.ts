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

async function callStatus(key: string): Promise<number> {
  const answer = await fetch(`${stack.demo.url}/api/proxy/demo/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Fifty calls a second until told to stop; keeps each call's start, so that it can be set against a change's end. */
function steadyLoad(key: string): { stop(): Promise<{ startedAt: number; status: number }[]> } {
  const calls: Promise<{ startedAt: number; status: number }>[] = [];
  const timer = setInterval(() => {
    const startedAt = performance.now();
    calls.push(callStatus(key).then((status) => ({ startedAt, status })));
  }, 20);
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
    await session.call("POST", `keys/${data.api_key.id}/revoke`, {});
    const revokedAt = performance.now();
    await delay(1_000);
    const calls = await load.stop();
    const before = calls.filter((call) => call.startedAt < revokedAt - 500);
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
    await session.call("PATCH", `keys/${data.api_key.id}`, { is_active: true });
    const enabledAt = performance.now();
    await delay(500);
    const calls = await load.stop();
    expect(new Set(calls.filter((call) => call.startedAt < enabledAt - 300).map((call) => call.status))).toEqual(
      new Set([401]),
    );
    expect(new Set(calls.filter((call) => call.startedAt > enabledAt).map((call) => call.status))).toEqual(
      new Set([200]),
    );
  }, 60_000);
});
