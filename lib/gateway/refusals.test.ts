import { describe, expect, it } from "vitest";
import { GATEWAY_ERRORS, type GatewayErrorCode } from "@/lib/kernel/errors";
import { LedgerUnavailable } from "@/lib/ledger/port";
import { type CallOptions, createHarness, type Harness, headerIn, pieces } from "@/tests/helpers/gateway-harness";
import { credential, HTTP_ID, OPENAI_ID, provider, rateLimit, snapshot } from "@/tests/helpers/snapshot-fixture";

type Facts = Parameters<typeof snapshot>[0];
type Case = {
  code: GatewayErrorCode;
  why: string;
  call: CallOptions;
  facts?: Facts;
  upstream?: "blocked" | "unreachable" | "timeout";
};

const chat = { model: "gpt-4o-mini", messages: [] };
const other = `slc_live_${"0".repeat(30)}`;
const text = (value: string) => new TextEncoder().encode(value);
const project = (facts: object) => ({ id: "p1", panic_mode: false, deleted: false, ...facts });

const cases: Case[] = [
  { code: "path_not_allowed", why: "a dot segment", call: { path: "/api/proxy/demo/../admin", json: chat } },
  { code: "method_not_allowed", why: "TRACE", call: { method: "TRACE" } },
  { code: "upgrade_unsupported", why: "a WebSocket", call: { headers: [["upgrade", "websocket"]] } },
  { code: "key_missing", why: "no key", call: { isKeySent: false, json: chat } },
  {
    code: "key_missing",
    why: "an empty one",
    call: { isKeySent: false, headers: [["authorization", "Bearer "]], json: chat },
  },
  {
    code: "key_invalid",
    why: "another shape",
    call: { isKeySent: false, headers: [["x-api-key", "sk-1234"]], json: chat },
  },
  {
    code: "key_invalid",
    why: "a wrong checksum",
    call: { isKeySent: false, headers: [["x-api-key", `${other}000000`]], json: chat },
  },
  {
    code: "key_invalid",
    why: "a stored hash",
    call: { isKeySent: false, headers: [["api-key", "a".repeat(64)]], json: chat },
  },
  {
    code: "key_invalid",
    why: "ten kilobytes",
    call: { isKeySent: false, headers: [["x-goog-api-key", "k".repeat(10_000)]], json: chat },
  },
  {
    code: "ambiguous_credentials",
    why: "two that differ",
    call: { headers: [["x-api-key", `${other}000000`]], json: chat },
  },
  {
    code: "malformed_request",
    why: "a key in the address",
    call: { path: `/api/proxy/demo/models?key=${other}000000` },
  },
  {
    code: "malformed_request",
    why: "eleven tags",
    call: { headers: [["x-sluice-tags", "a,b,c,d,e,f,g,h,i,j,k"]], json: chat },
  },
  {
    code: "malformed_request",
    why: "a key in the address, encoded",
    call: { path: `/api/proxy/demo/models?key=%73lc%5Flive_${"0".repeat(36)}` },
  },
  {
    code: "ambiguous_credentials",
    why: "two Authorization fields, though they say the same",
    call: {
      isKeySent: false,
      headers: [
        ["authorization", `Bearer ${other}000000`],
        ["authorization", `Bearer ${other}000000`],
      ],
      json: chat,
    },
  },
  { code: "body_too_large", why: "a declared length", call: { headers: [["content-length", "31457280"]], json: chat } },
  {
    code: "body_too_large",
    why: "more than declared",
    call: { body: pieces(Array.from({ length: 27 }, () => new Uint8Array(1_048_576))) },
  },
  { code: "encoding_unsupported", why: "gzip", call: { headers: [["content-encoding", "gzip"]], json: chat } },
  { code: "malformed_body", why: "broken JSON", call: { body: text('{"model":"gpt-4o-mini",}') } },
  { code: "malformed_body", why: "an array", call: { body: text("[]") } },
  { code: "malformed_body", why: "nothing", call: { body: text("") } },
  { code: "malformed_body", why: "no UTF-8", call: { body: new Uint8Array([0x7b, 0xff, 0x7d]) } },
  {
    code: "malformed_body",
    why: "a key written twice",
    call: { body: text('{"model":"gpt-4o-mini","model":"gpt-4o"}') },
  },
  {
    code: "malformed_body",
    why: "a key written twice in disguise",
    call: { body: text('{"model":"gpt-4o-mini","mo\\u0064el":"gpt-4o"}') },
  },
  { code: "malformed_body", why: "no model", call: { json: { messages: [] } } },
  { code: "model_unpriced", why: "a model nobody knows", call: { json: { ...chat, model: "gpt-made-up" } } },
  {
    code: "model_unpriced",
    why: "an operation without a price",
    call: { path: "/api/proxy/demo/images/generations", json: chat },
  },
  {
    code: "model_unpriced",
    why: "an AI dialect that nothing reads yet",
    call: { path: "/api/proxy/demo/models/gemini-2.5-pro:generateContent", json: {} },
    facts: { workspace: { providers: [provider({ dialect: "gemini" })] } },
  },
  { code: "provider_not_found", why: "an unknown slug", call: { path: "/api/proxy/nope/x" } },
  { code: "provider_not_found", why: "a reserved word", call: { path: "/api/proxy/explain" } },
  {
    code: "provider_not_found",
    why: "one not allowed to the key",
    call: { path: "/api/proxy/claude/v1/models" },
    facts: {
      key: {
        all_providers: false,
        providers: [{ provider_id: OPENAI_ID, weight: 1, allowed_models: [], credential_ids: [] }],
      },
    },
  },
  {
    code: "provider_not_allowed",
    why: "one switched off",
    call: { json: chat },
    facts: { workspace: { providers: [provider({ is_active: false })] } },
  },
  {
    code: "model_not_found",
    why: "no provider named at the front",
    call: { path: "/api/proxy/v1/chat/completions", json: chat },
  },
  {
    code: "model_not_found",
    why: "no credential serves it",
    call: { json: chat },
    facts: { workspace: { credentials: [credential("one", { models: ["gpt-4o"] })] } },
  },
  {
    code: "model_not_allowed",
    why: "the key's list",
    call: { json: chat },
    facts: { key: { allowed_models: ["demo/gpt-4o", "claude-*"] } },
  },
  {
    code: "upstream_credentials_exhausted",
    why: "none enabled",
    call: { json: chat },
    facts: { workspace: { credentials: [credential("one", { enabled: false })] } },
  },
  { code: "key_revoked", why: "revoked", call: { json: chat }, facts: { key: { revoked_at: "2026-01-01T00:00:00Z" } } },
  { code: "key_disabled", why: "switched off", call: { json: chat }, facts: { key: { is_active: false } } },
  { code: "key_expired", why: "expired", call: { json: chat }, facts: { key: { expires_at: "2026-11-20T12:00:00Z" } } },
  { code: "workspace_frozen", why: "panic", call: { json: chat }, facts: { workspace: { panic_mode: true } } },
  {
    code: "project_frozen",
    why: "panic of the project",
    call: { json: chat },
    facts: { key: { project_id: "p1" }, workspace: { projects: [project({ panic_mode: true })] } },
  },
  {
    code: "ip_not_allowed",
    why: "another network",
    call: { json: chat, headers: [["x-forwarded-for", "10.1.2.3"]] },
    facts: { key: { allowed_ips: ["10.0.0.0/8"] } },
  },
  {
    code: "ip_not_allowed",
    why: "a rule of the team",
    call: { json: chat },
    facts: { workspace: { ip_rules: [{ id: "r1", project_id: null, action: "deny", cidr: "203.0.113.0/24" }] } },
  },
  {
    code: "geo_blocked",
    why: "a country that nobody knows",
    call: { json: chat },
    facts: {
      workspace: { geo_rules: [{ id: "r1", project_id: null, action: "allow", scope: "country", code: "DE" }] },
    },
  },
  {
    code: "scope_denied",
    why: "a key for embeddings",
    call: { json: chat },
    facts: { key: { scopes: ["embeddings"] } },
  },
  {
    code: "model_not_allowed",
    why: "a rule of the project",
    call: { json: chat },
    facts: {
      key: { project_id: "p1" },
      workspace: { model_rules: [{ id: "r1", project_id: "p1", action: "deny", pattern: "*-mini" }] },
    },
  },
  {
    code: "subject_blocked",
    why: "a blocked team",
    call: { json: chat },
    facts: { key: { team_id: "t1" }, workspace: { blocked_teams: ["t1"] } },
  },
  {
    code: "request_too_large_for_limit",
    why: "more input than a limit ever lets through",
    call: { json: { ...chat, messages: [{ role: "user", content: "x".repeat(3_000) }] } },
    facts: { workspace: { rate_limits: [rateLimit({ metric: "input_tokens", requests: 500 })] } },
  },
  {
    code: "rate_limited",
    why: "a limit of none",
    call: { json: chat },
    facts: { key: { rate_limit_requests: 0, rate_limit_window_ms: 1_000 } },
  },
  {
    code: "concurrency_limited",
    why: "no slot",
    call: { json: chat },
    facts: { workspace: { rate_limits: [rateLimit({ metric: "concurrency", requests: 0, window_ms: null })] } },
  },
  { code: "upstream_blocked", why: "a private address", call: { json: chat }, upstream: "blocked" },
  {
    code: "upstream_unreachable",
    why: "nobody listens",
    call: { json: chat },
    facts: { workspace: { providers: [provider({ max_retries: 0 })] } },
    upstream: "unreachable",
  },
  { code: "upstream_timeout", why: "no first byte", call: { json: chat }, upstream: "timeout" },
];

function harnessFor({ facts, upstream }: Pick<Case, "facts" | "upstream">): Harness {
  return createHarness({
    snapshot: snapshot(facts),
    ...(upstream ? { upstream: () => ({ failure: upstream, detail: "the secret-of-one at 10.0.0.7" }) } : {}),
  });
}

describe("refusals", () => {
  it.each(cases)("$code: $why", async ({ code, call, ...facts }) => {
    const harness = harnessFor(facts);
    const answer = await harness.call(call);
    const { status, retry } = GATEWAY_ERRORS[code];
    const body = JSON.parse(answer.text);
    expect([answer.status, body.error.code]).toEqual([status, code]);
    expect(body.error.message).toMatch(/\.$/);
    expect(body.sluice.request_id).toBe(headerIn(answer.headers, "x-sluice-request-id"));
    expect(body.sluice.docs_url).toBe(`/docs/errors#${code}`);
    expect(headerIn(answer.headers, "content-length")).toBe(String(answer.bytes.length));
    expect(headerIn(answer.headers, "retry-after") === undefined).toBe(retry === "never");
    expect(answer.text).not.toContain(harness.key);
    expect(answer.text).not.toMatch(/slc_live_0|secret-of|10\.0\.0\.7/);
    if (!facts.upstream) expect(harness.sent).toEqual([]);
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });

  it("cost no look-up where the checksum already tells", async () => {
    const harness = createHarness();
    await harness.call({ isKeySent: false, headers: [["x-api-key", `${other}000000`]] });
    expect(harness.state.loads).toBe(0);
  });

  it("say where broken JSON breaks, and show none of it", async () => {
    const answer = await createHarness().call({ body: text('{"model":"x",\n "password": hunter2 }') });
    expect(JSON.parse(answer.text).error.message).toContain("at position 27 (line 2, column 14)");
    expect(answer.text).not.toContain("hunter2");
  });

  it("name the providers that the key may call, and no other", async () => {
    const harness = harnessFor({
      facts: {
        key: {
          all_providers: false,
          providers: [{ provider_id: HTTP_ID, weight: null, allowed_models: [], credential_ids: [] }],
        },
      },
    });
    const message = JSON.parse((await harness.call({ path: "/api/proxy/nope/x" })).text).error.message;
    expect(message).toContain("things");
    expect(message).not.toMatch(/demo|claude/);
  });

  it("answer for a provider that is not the key's exactly as for one that does not exist", async () => {
    const harness = harnessFor({ facts: { key: { all_providers: false } } });
    const [hidden, missing] = [
      await harness.call({ path: "/api/proxy/claude/x" }),
      await harness.call({ path: "/api/proxy/clande/x" }),
    ];
    const plain = (answer: typeof hidden) =>
      answer.text.replace(/"request_id":"[^"]+"/, "").replaceAll("clande", "claude");
    expect(plain(hidden)).toBe(plain(missing));
  });

  it("take Anthropic's shape on its routes", async () => {
    const answer = await createHarness().call({
      path: "/api/proxy/claude/v1/messages",
      json: { model: "nope", messages: [] },
    });
    expect(JSON.parse(answer.text)).toMatchObject({
      type: "error",
      error: { type: "billing_error" },
      request_id: expect.any(String),
    });
  });

  it("of identified keys are rows: twenty a second in full, the rest counted", async () => {
    const harness = harnessFor({ facts: { key: { is_active: false } } });
    for (let call = 0; call < 50; call += 1) await harness.call({ json: chat });
    await harness.time.advance(2_000);
    const records = await harness.records();
    expect(records).toHaveLength(21);
    expect(records.every((record) => record.outcome === "refused" && record["error_code"] === "key_disabled")).toBe(
      true,
    );
    expect(records.reduce((sum, record) => sum + Number(record["repeat_count"]), 0)).toBe(50);
  });

  it("are 503, never the caller's fault, while the ledger is away", async () => {
    const away = () => Promise.reject(new LedgerUnavailable("away"));
    for (const method of ["admit", "fresh"] as const) {
      const harness = createHarness({
        snapshot: snapshot({ key: { is_active: method === "admit" } }),
        ledger: (real) => ({ ...real, [method]: away }),
      });
      const answer = await harness.call({ json: chat });
      expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([503, "ledger_unavailable"]);
    }
  });
});
