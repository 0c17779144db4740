import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type DashboardSession, signIn } from "../helpers/dashboard-session";
import { isRedisMissing, type RedisServer, startRedisServer } from "../helpers/redis-server";
import { type Stack, startStack } from "../helpers/stack";

const DAY_MS = 86_400_000;

describe.skipIf(isRedisMissing)("the whole product on one Redis", () => {
  let redis: RedisServer;
  let stack: Stack;
  let session: DashboardSession;
  let places: string[];

  beforeAll(async () => {
    redis = await startRedisServer({ args: ["--appendonly", "yes"] });
    stack = await startStack({ env: { REDIS_URL: redis.url, SLUICE_WORKERS: "2" } });
    session = await signIn(stack.demo);
    const { url, parts } = stack.run();
    places = [url, `http://127.0.0.1:${parts["next"]?.port ?? 0}`];
  }, 180_000);
  afterAll(async () => {
    await stack?.stop();
    await redis.stop();
  }, 90_000);

  async function createKey(settings: object): Promise<{ key: string; id: string }> {
    const wanted = { name: "on redis", all_providers: true, ...settings };
    const { data } = await session.call<{ data: { key: string; api_key: { id: string } } }>("POST", "keys", wanted);
    return { key: data.key, id: data.api_key.id };
  }

  async function callAt(place: string, key: string): Promise<number> {
    const answer = await fetch(`${place}/api/proxy/demo/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "gpt-4o-mini", max_tokens: 20, messages: [{ role: "user", content: "Hello" }] }),
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  it("both workers and the Next handler share a limit: exactly 30 of 60 calls pass", async () => {
    const { key } = await createKey({ rate_limit_requests: 30, rate_limit_window_ms: DAY_MS });
    const calls = Array.from({ length: 30 }, () => places.map((place) => callAt(place, key))).flat();
    const statuses = await Promise.all(calls);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  it("a key revoked in the dashboard is refused at the very next call, by every process", async () => {
    const { key, id } = await createKey({});
    const everywhere = () =>
      Promise.all(Array.from({ length: 6 }, () => places.map((place) => callAt(place, key))).flat());
    expect(new Set(await everywhere())).toEqual(new Set([200]));
    await session.call("POST", `keys/${id}/revoke`, {});
    expect(new Set(await everywhere())).toEqual(new Set([401]));
  });

  it("the dashboard shows what a budget has spent, as the store counts it", async () => {
    const budget = { name: "shown", amount_cents: "1000", period: "MONTHLY" };
    const { key, id } = await createKey({ budget });
    expect(await callAt(stack.demo.url, key)).toBe(200);
    type Budgets = { data: { name: string; api_key_id: string | null; current_spent_cents: string }[] };
    await vi.waitFor(async () => {
      const { data } = await session.call<Budgets>("GET", "budgets?limit=200");
      expect(Number(data.find((one) => one.api_key_id === id)?.current_spent_cents)).toBeGreaterThan(0);
    }, 5_000);
  });
});
