import { describe, expect, it } from "vitest";
import type { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { createApiKey } from "@/lib/kernel/api-key";
import { createHarness, hashOf, jsonReply } from "@/tests/helpers/gateway-harness";
import { HTTP_ID, KEY_ID, OPENAI_ID, rateLimit, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", messages: [] };
const done = () => jsonReply({ model: "gpt-4o-mini", usage: { prompt_tokens: 10, completion_tokens: 5 } });
const codeOf = (text: string) => JSON.parse(text).error?.code;
const workspacePart = `${WORKSPACE_ID}/workspace`;
const rule = { id: "r1", project_id: null };
const allow = { ...rule, action: "allow" as const };
const deny = { ...rule, action: "deny" as const };

type Workspace = Partial<KeySnapshot["workspace"]>;

function harnessWith(workspace: Workspace, key: Partial<KeySnapshot["key"]> = {}, config = {}) {
  return createHarness({ snapshot: snapshot({ workspace, key }), upstream: done, config });
}

describe("the caller's address", () => {
  const office: Workspace = { ip_rules: [{ ...allow, cidr: "198.51.100.0/24" }] };
  const claimed = { json: chat, headers: [["x-forwarded-for", "198.51.100.7"]] as const };

  it("is the peer's, whatever it claims; behind a proxy we trust it is what that proxy saw", async () => {
    const open = harnessWith(office);
    expect(codeOf((await open.call(claimed)).text)).toBe("ip_not_allowed");
    expect((await open.call({ json: chat, remoteAddress: "198.51.100.7" })).status).toBe(200);
    expect((await open.call({ json: chat, remoteAddress: "::ffff:198.51.100.7" })).status).toBe(200);

    const behind = harnessWith(office, {}, { trustedProxies: ["203.0.113.9"] });
    expect((await behind.call(claimed)).status).toBe(200);
    const pretended = [["x-forwarded-for", "198.51.100.7, 192.0.2.1"]] as const;
    expect(codeOf((await behind.call({ json: chat, headers: pretended })).text)).toBe("ip_not_allowed");
    expect(codeOf((await behind.call({ ...claimed, remoteAddress: "203.0.113.10" })).text)).toBe("ip_not_allowed");
  });

  it("must pass the key's own list and the team's rules", async () => {
    const harness = harnessWith(office, { allowed_ips: ["198.51.100.7/32"] });
    const from = async (remoteAddress: string) => (await harness.call({ json: chat, remoteAddress })).status;
    expect([await from("198.51.100.7"), await from("198.51.100.8")]).toEqual([200, 403]);
  });

  it("that a rule refuses is in the record with the rule, and the rule is not in the answer", async () => {
    const harness = harnessWith({ ip_rules: [{ ...deny, cidr: "203.0.113.9/32" }] });
    expect((await harness.call({ json: chat })).text).not.toContain("r1");
    const [record] = await harness.records();
    expect(record).toMatchObject({ decision: "refused", error_code: "ip_not_allowed", internal_reason: "ip_rule:r1" });
    expect(record).toMatchObject({ client_ip: "203.0.113.9", country: null });
  });
});

describe("the caller's country", () => {
  const german: Workspace = {
    geo_rules: [{ ...allow, scope: "region", code: "DACH" }],
    geo_regions: [{ code: "DACH", countries: ["AT", "CH", "DE"] }],
  };

  it("is looked up only where rules ask for it, and is in the record with its region", async () => {
    const without = harnessWith({});
    await without.call({ json: chat });
    expect(without.state.lookUps).toBe(0);
    const elsewhere = harnessWith({ geo_rules: [{ ...allow, project_id: "p1", scope: "country", code: "DE" }] });
    expect((await elsewhere.call({ json: chat })).status).toBe(200);
    expect(elsewhere.state.lookUps).toBe(0);

    const harness = harnessWith(german);
    harness.countries.set("203.0.113.9", "AT");
    expect((await harness.call({ json: chat })).status).toBe(200);
    expect(await harness.records()).toMatchObject([{ country: "AT", region: "DACH", decision: "allowed" }]);
  });

  it("is waited for while the data is being loaded, and unknown is refused where some are allowed", async () => {
    const harness = harnessWith(german);
    harness.countries.set("203.0.113.9", Promise.resolve("DE"));
    expect((await harness.call({ json: chat })).status).toBe(200);
    harness.countries.set("203.0.113.9", Promise.resolve(null));
    const refused = await harness.call({ json: chat });
    expect([refused.status, codeOf(refused.text)]).toEqual([403, "geo_blocked"]);
    const denies = harnessWith({ geo_rules: [{ ...deny, scope: "country", code: "FR" }] });
    expect((await denies.call({ json: chat })).status).toBe(200);
    denies.countries.set("203.0.113.9", "FR");
    expect(codeOf((await denies.call({ json: chat })).text)).toBe("geo_blocked");
  });

  it("is believed from the header that is named for trusted proxies, and from a platform, never from a caller", async () => {
    const named = [["cf-ipcountry", "de"]] as const;
    const status = async (config: object, headers: readonly (readonly [string, string])[] = named) =>
      (await harnessWith(german, {}, config).call({ json: chat, headers })).status;
    expect(await status({})).toBe(403);
    expect(await status({ countryHeader: "cf-ipcountry" })).toBe(403);
    expect(await status({ trustedProxies: ["203.0.113.9"] })).toBe(403);
    expect(await status({ trustedProxies: ["203.0.113.9"], countryHeader: "cf-ipcountry" })).toBe(200);
    expect(
      await status({ trustedProxies: ["203.0.113.9"], countryHeader: "cf-ipcountry" }, [["cf-ipcountry", "T1"]]),
    ).toBe(403);
    expect(await status({ platformCountryHeader: "x-vercel-ip-country" }, [["x-vercel-ip-country", "CH"]])).toBe(200);
    expect(await status({ platformCountryHeader: "x-vercel-ip-country" })).toBe(403);
    // Who says that they do not know leaves the question to the data of addresses.
    const unsure = harnessWith(german, {}, { platformCountryHeader: "x-vercel-ip-country" });
    unsure.countries.set("203.0.113.9", "DE");
    expect((await unsure.call({ json: chat, headers: [["x-vercel-ip-country", "XX"]] })).status).toBe(200);
  });
});

describe("rules about models", () => {
  it("cover a model that nobody had heard of when they were written", async () => {
    const harness = harnessWith(
      {
        model_rules: [
          { ...allow, pattern: "demo/*" },
          { ...deny, id: "r2", pattern: "gpt-4o" },
        ],
      },
      { unpriced_policy: "allow_and_alarm" },
    );
    const status = async (model: string) => (await harness.call({ json: { ...chat, model } })).status;
    expect(await status("a-model-of-tomorrow")).toBe(200);
    expect(await status("gpt-4o")).toBe(403);
    const refused = await harness.call({ json: { ...chat, model: "meta/llama" } });
    expect([refused.status, JSON.parse(refused.text).error.param]).toEqual([403, "model"]);
    expect((await harness.call({ path: "/api/proxy/demo/models" })).status).toBe(200);
    expect((await harness.call({ path: "/api/proxy/things/x", json: {} })).status).toBe(200);
  });
});

describe("scopes of a key", () => {
  it("let pass what they name and say which one is missing", async () => {
    const harness = harnessWith({}, { scopes: ["chat", "models:read"] });
    expect((await harness.call({ json: chat })).status).toBe(200);
    expect((await harness.call({ path: "/api/proxy/demo/models" })).status).toBe(200);
    const refused = await harness.call({ path: "/api/proxy/things/x" });
    expect([refused.status, codeOf(refused.text)]).toEqual([403, "scope_denied"]);
    expect(refused.text).toContain('\\"http\\"');
    expect((await harnessWith({}, { scopes: ["*"] }).call({ path: "/api/proxy/things/x" })).status).toBe(200);
  });
});

describe("a key that expires", () => {
  it("works to its last millisecond and not one longer", async () => {
    const harness = harnessWith({}, { expires_at: "2026-11-20T12:00:10.500Z" });
    await harness.time.advance(10_499);
    expect((await harness.call({ json: chat })).status).toBe(200);
    await harness.time.advance(1);
    expect(codeOf((await harness.call({ json: chat })).text)).toBe("key_expired");
  });
});

describe("the two secrets of a rotated key", () => {
  it("share its limits, and the former one ends with its grace to the millisecond", async () => {
    const limits = { rate_limit_requests: 4, rate_limit_window_ms: 3_600_000 };
    const harness = harnessWith({}, limits);
    const former = createApiKey({ bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) });
    // The database says the earlier of the grace's end and the key's own.
    harness.known.set(hashOf(former), snapshot({ key: { ...limits, expires_at: "2026-11-20T12:00:05.250Z" } }));
    const old = { json: chat, isKeySent: false, headers: [["authorization", `Bearer ${former}`]] as const };
    const statuses = [];
    for (const options of [old, { json: chat }, old, { json: chat }, old, { json: chat }])
      statuses.push((await harness.call(options)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    await harness.time.advance(5_249);
    expect(codeOf((await harness.call(old)).text)).toBe("rate_limited");
    await harness.time.advance(1);
    expect(codeOf((await harness.call(old)).text)).toBe("key_expired");
  });
});

describe("a rule that is lifted", () => {
  const lifted: [string, Workspace, Partial<KeySnapshot["key"]>][] = [
    ["ip_not_allowed", { ip_rules: [{ ...allow, cidr: "10.0.0.0/8" }] }, {}],
    ["geo_blocked", { geo_rules: [{ ...allow, scope: "country", code: "DE" }] }, {}],
    ["model_not_allowed", { model_rules: [{ ...allow, pattern: "claude-*" }] }, {}],
    ["project_frozen", { projects: [{ id: "p1", panic_mode: true, deleted: false }] }, { project_id: "p1" }],
    ["workspace_frozen", { panic_mode: true }, {}],
    ["subject_blocked", { blocked_teams: ["t1"] }, { team_id: "t1" }],
    ["scope_denied", {}, { scopes: ["images"] }],
  ];

  it.each(lifted)(
    "%s: is felt at the very next call, although its refusal was cached",
    async (code, workspace, key) => {
      const harness = harnessWith(workspace, key);
      for (let call = 0; call < 2; call += 1) expect(codeOf((await harness.call({ json: chat })).text)).toBe(code);
      expect(harness.state.loads).toBe(1);
      harness.setSnapshot(snapshot({ versions: { workspace: 2, key: 2 }, key: { ...key, scopes: [] } }));
      await harness.ledger.bump({ [workspacePart]: 2, [`${WORKSPACE_ID}/key:${KEY_ID}`]: 2 });
      expect((await harness.call({ json: chat })).status).toBe(200);
    },
  );

  it.each(lifted.slice(0, 6))("%s: and one that is made, too", async (code, workspace, key) => {
    const harness = harnessWith({}, key);
    expect((await harness.call({ json: chat })).status).toBe(200);
    harness.setSnapshot(snapshot({ versions: { workspace: 2 }, workspace, key }));
    await harness.ledger.bump({ [workspacePart]: 2 });
    expect(codeOf((await harness.call({ json: chat })).text)).toBe(code);
    expect(harness.sent).toHaveLength(1);
  });
});

describe("endpoints and tiers", () => {
  const endpoint = (facts: object) => ({
    id: "e1",
    provider_id: HTTP_ID,
    name: "orders",
    path_pattern: "/orders/*",
    method: null,
    rate_limit_requests: null,
    rate_limit_window_ms: null,
    timeout_ms: null,
    ...facts,
  });
  const get = (path: string) => ({ path: `/api/proxy/things${path}` });

  it("an endpoint's own limit counts its calls alone, its timeout is the call's, and the record names it", async () => {
    const endpoints = [endpoint({ rate_limit_requests: 2, rate_limit_window_ms: 60_000, timeout_ms: 1_234 })];
    const harness = harnessWith({ endpoints });
    const statuses = [];
    for (const path of ["/orders/1", "/other", "/orders/2", "/orders/3", "/other"])
      statuses.push((await harness.call(get(path))).status);
    expect(statuses).toEqual([200, 200, 200, 429, 200]);
    expect(harness.sent.map((sent) => sent.headersTimeoutMs)).toEqual([1_234, 30_000, 1_234, 30_000]);
    expect((await harness.records()).map((record) => record["endpoint_id"])).toEqual(["e1", null, "e1", "e1", null]);
  });

  it("a rule that names an endpoint holds for it and for no other", async () => {
    const rate_limits = [rateLimit({ endpoint_id: "e1", requests: 1 })];
    const harness = harnessWith({ endpoints: [endpoint({ path_pattern: "/orders" })], rate_limits });
    expect((await harness.call(get("/orders"))).status).toBe(200);
    expect((await harness.call(get("/other"))).status).toBe(200);
    expect((await harness.call(get("/orders"))).status).toBe(429);
  });

  it("a rule that names a tier holds for its models, and for one that joins the tier at the very next call", async () => {
    const rate_limits = [rateLimit({ model_tier_id: "premium", requests: 1 })];
    const models = [{ name: "gpt-4o", provider_id: OPENAI_ID, tier_id: "premium" }];
    const harness = harnessWith({ rate_limits, models });
    const status = async (model: string) => (await harness.call({ json: { ...chat, model } })).status;
    expect([await status("gpt-4o"), await status("gpt-4o"), await status("gpt-4o-mini")]).toEqual([200, 429, 200]);
    const joined = [...models, { name: "gpt-4o-mini", provider_id: null, tier_id: "premium" }];
    harness.setSnapshot(snapshot({ versions: { workspace: 2 }, workspace: { rate_limits, models: joined } }));
    await harness.ledger.bump({ [workspacePart]: 2 });
    expect(await status("gpt-4o-mini")).toBe(429);
  });
});
