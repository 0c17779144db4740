import { describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/kernel/api-key";
import { createHarness, headerIn, jsonReply } from "@/tests/helpers/gateway-harness";

const chat = { model: "gpt-4o-mini", messages: [] };
const done = () => jsonReply({ model: "gpt-4o-mini", usage: { prompt_tokens: 10, completion_tokens: 5 } });
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const stranger = (facts: object = {}) => ({
  isKeySent: false,
  headers: [["authorization", `Bearer ${createApiKey(random)}`]] as const,
  json: chat,
  ...facts,
});

describe("calls with keys that nobody knows", () => {
  it("are counted by address, malformed ones too, and answered 429 with Retry-After beyond the limit", async () => {
    const harness = createHarness({ upstream: done, strangerLimit: 3 });
    const malformed = stranger({ headers: [["x-api-key", "sk-1234"]] });
    const statuses = [];
    for (const call of [stranger(), malformed, stranger(), stranger(), malformed])
      statuses.push((await harness.call(call)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const refused = await harness.call(stranger());
    expect(JSON.parse(refused.text).error.code).toBe("rate_limited");
    expect(Number(headerIn(refused.headers, "retry-after"))).toBe(60);
    expect((await harness.call(stranger({ remoteAddress: "203.0.113.10" }))).status).toBe(401);
    await harness.time.advance(120_000);
    expect((await harness.call(stranger())).status).toBe(401);
  });

  it("never touch a known key at the same address, refused or not", async () => {
    const harness = createHarness({ upstream: done, strangerLimit: 1 });
    for (let call = 0; call < 5; call += 1) await harness.call(stranger());
    expect((await harness.call({ json: chat })).status).toBe(200);
    for (let call = 0; call < 5; call += 1)
      expect((await harness.call({ path: "/api/proxy/nope/x" })).status).toBe(404);
  });

  it("count as one from all addresses of an IPv6 /64", async () => {
    const harness = createHarness({ upstream: done, strangerLimit: 1 });
    const from = async (remoteAddress: string) => (await harness.call(stranger({ remoteAddress }))).status;
    expect([await from("2001:db8:0:1::1"), await from("2001:db8:0:1:ffff::2"), await from("2001:db8:0:2::1")]).toEqual([
      401, 429, 401,
    ]);
  });

  it("cost no look-up where the checksum is wrong", async () => {
    const harness = createHarness({ upstream: done });
    for (const key of ["k".repeat(10_000), `slc_live_${"0".repeat(36)}`, "a".repeat(64), "Bearer", "\u00e9"]) {
      const answer = await harness.call(stranger({ headers: [["authorization", `Bearer ${key}`]] }));
      expect(answer.status).toBe(401);
      if (key.length > 10) expect(answer.text).not.toContain(key.slice(0, 40));
    }
    expect(harness.state.loads).toBe(0);
  });
});
