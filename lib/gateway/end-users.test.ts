import { describe, expect, it } from "vitest";
import { createHarness } from "@/tests/helpers/gateway-harness";
import { budget, NO_END_USER_FACTS, rateLimit, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";
import { createEndUserCache } from "./snapshot/end-user-cache";

const PART = `${WORKSPACE_ID}/end_user:ada`;
const chat = { model: "gpt-4o-mini", max_tokens: 10, messages: [{ role: "user", content: "Hi" }] };
const own = (requests: number, version = 1) => ({
  ...NO_END_USER_FACTS,
  version,
  rate_limits: [rateLimit({ id: "01930000-0000-7000-8000-0000000000e1", end_user_id: "ada", requests })],
});

function withEndUsers() {
  return createHarness({ snapshot: snapshot({ workspace: { end_users_have_rules: true } }) });
}
const callAs = (harness: ReturnType<typeof createHarness>, user: string | null) =>
  harness.call({ json: chat, ...(user === null ? {} : { headers: [["x-sluice-end-user", user]] }) });

describe("an end user's name", () => {
  it.each([
    ["half a character", "\ud800", "\ufffd"],
    ["a character where it is cut", `${"a".repeat(255)}😀`, `${"a".repeat(255)}\ufffd`],
  ])("may have %s: the call passes and is counted", async (_, user, name) => {
    const perUser = rateLimit({ requests: 1, per: ["end_user"] });
    const harness = createHarness({ snapshot: snapshot({ workspace: { rate_limits: [perUser] } }) });
    const statuses = [];
    for (let call = 0; call < 2; call += 1) {
      const { status } = await harness.call({ json: { ...chat, user } });
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 429]);
    expect(await harness.records()).toMatchObject([{ end_user_id: name }, {}]);
  });
});

describe("rules that name one end user", () => {
  it("are loaded with that end user's first call, hold for it alone, and cost the others nothing", async () => {
    const harness = withEndUsers();
    harness.endUsers.set("ada", own(1));
    expect((await callAs(harness, "ada")).status).toBe(200);
    expect((await callAs(harness, "ada")).status).toBe(429);
    for (let call = 0; call < 3; call += 1) expect((await callAs(harness, "bob")).status).toBe(200);
    expect((await callAs(harness, null)).status).toBe(200);
    expect(harness.state.endUserLoads).toBe(2);
  });

  it("are asked for by nobody in a workspace that has none", async () => {
    const harness = createHarness();
    harness.endUsers.set("ada", own(0));
    expect((await callAs(harness, "ada")).status).toBe(200);
    expect(harness.state.endUserLoads).toBe(0);
  });

  it("take effect at the very next call when they change, and when a block is lifted", async () => {
    const harness = withEndUsers();
    expect((await callAs(harness, "ada")).status).toBe(200);
    harness.endUsers.set("ada", own(0, 2));
    await harness.ledger.bump({ [PART]: 2 });
    expect((await callAs(harness, "ada")).status).toBe(429);
    harness.endUsers.set("ada", { ...NO_END_USER_FACTS, version: 3, blocked: true });
    await harness.ledger.bump({ [PART]: 3 });
    const blocked = await callAs(harness, "ada");
    expect([blocked.status, JSON.parse(blocked.text).error.code]).toEqual([403, "subject_blocked"]);
    harness.endUsers.set("ada", { ...NO_END_USER_FACTS, version: 4 });
    await harness.ledger.bump({ [PART]: 4 });
    expect((await callAs(harness, "ada")).status).toBe(200);
  });

  it("that cannot be loaded are our outage, and only of calls that name an end user", async () => {
    const harness = withEndUsers();
    await callAs(harness, null);
    harness.state.isDatabaseDown = true;
    const answer = await callAs(harness, "ada");
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([503, "config_unavailable"]);
    expect((await callAs(harness, null)).status).toBe(200);
  });

  it("of money are budgets like any other", async () => {
    const harness = withEndUsers();
    const tight = budget({ end_user_id: "ada", amount_cents: "0.0000100" });
    harness.endUsers.set("ada", { ...NO_END_USER_FACTS, budgets: [tight] });
    expect((await callAs(harness, "ada")).status).toBe(402);
  });
});

describe("the cache of end users", () => {
  it("keeps so many and no more, loads one once for all who wait, and asks again after a failure", async () => {
    let loads = 0;
    let isDown = false;
    const source = {
      load: async () => null,
      loadEndUser: async () => {
        loads += 1;
        if (isDown) throw new Error("down");
        return NO_END_USER_FACTS;
      },
    };
    const cache = createEndUserCache(source, 1_000);
    for (let user = 0; user < 100_000; user += 1) await cache.get("w", `user-${user}`);
    expect([cache.size(), loads]).toEqual([1_000, 100_000]);
    await Promise.all([cache.get("w", "new"), cache.get("w", "new"), cache.get("w", "user-99999")]);
    expect(loads).toBe(100_001);
    isDown = true;
    await expect(cache.get("w", "other")).rejects.toThrow("down");
    isDown = false;
    expect(await cache.get("w", "other")).toMatchObject({ isBlocked: false });
  });
});
