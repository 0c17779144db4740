import { describe, expect, it } from "vitest";
import type { HeaderList } from "@/lib/gateway/reply";
import { createHarness, headerIn, jsonReply } from "@/tests/helpers/gateway-harness";
import { ANTHROPIC_ID, credential, HTTP_ID, provider, snapshot } from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", messages: [] };
const names = (headers: HeaderList) => headers.map(([name]) => name);

async function sendThrough(headers: HeaderList, facts: Partial<ReturnType<typeof provider>> = {}) {
  const harness = createHarness({ snapshot: snapshot({ workspace: { providers: [provider(facts)] } }) });
  await harness.call({ json: chat, headers });
  const [request] = harness.sent;
  if (!request) throw new Error("Nothing was sent.");
  return { harness, headers: request.headers };
}

describe("request headers", () => {
  it("that concern the connection, our key, cookies or forwarding never reach an upstream, even when asked for", async () => {
    const kept = [
      ["accept", "application/json"],
      ["user-agent", "app/1"],
      ["traceparent", "00-x"],
      ["openai-organization", "org"],
    ] as const;
    const hostile = [
      ["connection", "close, X-Named"],
      ["x-named", "1"],
      ["keep-alive", "1"],
      ["te", "trailers"],
      ["transfer-encoding", "chunked"],
      ["proxy-authorization", "Basic x"],
      ["cookie", "session=1"],
      ["forwarded", "for=1"],
      ["x-forwarded-for", "1"],
      ["x-forwarded-host", "h"],
      ["x-real-ip", "1"],
      ["via", "1.1 x"],
      ["x-sluice-end-user", "ada"],
      ["expect", "100-continue"],
      ["x-unlisted", "1"],
    ] as const;
    const { headers, harness } = await sendThrough([...kept, ...hostile], {
      forward_headers: hostile.map(([name]) => name).filter((name) => name !== "x-unlisted"),
    });
    expect(names(headers).sort()).toEqual([
      "accept",
      "accept-encoding",
      "authorization",
      "content-type",
      "openai-organization",
      "traceparent",
      "user-agent",
    ]);
    expect(JSON.stringify(headers)).not.toContain(harness.key);
    expect(headerIn(headers, "accept-encoding")).toBe("identity");
  });

  it("pass, are set and are dropped as the provider says", async () => {
    const { headers } = await sendThrough(
      [
        ["x-team", "a"],
        ["user-agent", "app/1"],
      ],
      {
        forward_headers: ["X-Team"],
        strip_headers: ["User-Agent"],
        custom_headers: { "X-Custom": "set", Host: "evil", Connection: "x" },
      },
    );
    expect(headerIn(headers, "x-team")).toBe("a");
    expect(headerIn(headers, "x-custom")).toBe("set");
    expect(names(headers)).not.toEqual(expect.arrayContaining(["user-agent"]));
    expect(names(headers)).not.toEqual(expect.arrayContaining(["host"]));
    expect(names(headers)).not.toEqual(expect.arrayContaining(["connection"]));
  });

  it.each([
    ["HEADER", {}, "authorization", "Bearer secret-of-one", ""],
    ["HEADER", { name: "X-Auth" }, "x-auth", "secret-of-one", ""],
    ["HEADER", { header: "X-Auth", prefix: "Token " }, "x-auth", "Token secret-of-one", ""],
    ["BEARER", {}, "authorization", "Bearer secret-of-one", ""],
    ["BASIC", { username: "me" }, "authorization", `Basic ${btoa("me:secret-of-one")}`, ""],
    ["BASIC", {}, "authorization", `Basic ${btoa("secret-of-one:")}`, ""],
    ["QUERY", { name: "api_key" }, "authorization", undefined, "?a=1&api_key=secret-of-one"],
  ])("carry the credential by %s %j", async (auth_method, auth_config, name, value, query) => {
    const harness = createHarness({
      snapshot: snapshot({ workspace: { providers: [provider({ auth_method, auth_config })] } }),
    });
    const path = "/api/proxy/demo/chat/completions";
    await harness.call({ json: chat, path: query === "" ? path : `${path}?a=1&api_key=mine` });
    expect(headerIn(harness.sent[0]?.headers ?? [], name)).toBe(value);
    expect(harness.sent[0]?.path).toBe(`/v1/chat/completions${query}`);
  });

  it("are Anthropic's own towards Anthropic", async () => {
    const harness = createHarness({
      snapshot: snapshot({
        workspace: {
          providers: [
            provider({ id: ANTHROPIC_ID, slug: "claude", base_url: "https://api.anthropic.com", dialect: "anthropic" }),
          ],
          credentials: [credential("two", { provider_id: ANTHROPIC_ID })],
        },
      }),
    });
    await harness.call({
      path: "/api/proxy/claude/v1/messages",
      json: { model: "claude-sonnet-4-5", max_tokens: 5, messages: [] },
      headers: [
        ["anthropic-version", "2023-06-01"],
        ["anthropic-beta", "b"],
      ],
    });
    const headers = harness.sent[0]?.headers ?? [];
    expect(headerIn(headers, "x-api-key")).toBe("secret-of-two");
    expect(headerIn(headers, "authorization")).toBeUndefined();
    expect(headerIn(headers, "anthropic-version")).toBe("2023-06-01");
    expect(headerIn(headers, "anthropic-beta")).toBe("b");
    expect(harness.sent[0]?.path).toBe("/v1/messages");
  });
});

describe("answer headers", () => {
  it("that concern the connection, cookies, the upstream's account or our origin never reach a client", async () => {
    const hostile: HeaderList = [
      ["connection", "keep-alive, x-named"],
      ["x-named", "1"],
      ["keep-alive", "timeout=5"],
      ["transfer-encoding", "chunked"],
      ["set-cookie", "a=1"],
      ["alt-svc", "h3"],
      ["strict-transport-security", "max-age=1"],
      ["clear-site-data", "*"],
      ["openai-organization", "org-secret"],
      ["x-ratelimit-remaining-requests", "9999"],
      ["access-control-allow-origin", "*"],
      ["x-sluice-request-id", "forged"],
    ];
    const harness = createHarness({
      upstream: () => jsonReply({ a: 1 }, 200, [...hostile, ["x-request-id", "req_1"], ["openai-processing-ms", "5"]]),
    });
    const { headers } = await harness.call({ json: chat });
    for (const [name, value] of hostile) expect(headers).not.toContainEqual([name, value]);
    expect(headerIn(headers, "x-request-id")).toBe("req_1");
    expect(headerIn(headers, "openai-processing-ms")).toBe("5");
    expect(headerIn(headers, "x-content-type-options")).toBe("nosniff");
    expect(names(headers).filter((name) => name === "x-sluice-request-id")).toHaveLength(1);
  });

  it("keep a compressed answer's headers and bytes together, from plain APIs as from ones that were asked not to", async () => {
    const zipped = Uint8Array.from([31, 139, 8, 0, 1, 2, 3]);
    const reply = () => ({
      status: 200,
      headers: [
        ["content-type", "application/json"],
        ["content-encoding", "gzip"],
        ["content-length", "7"],
      ] as const,
      body: (async function* () {
        yield zipped;
      })(),
    });
    for (const call of [
      { path: "/api/proxy/things/x", headers: [["accept-encoding", "gzip"]] as const },
      { json: chat },
    ]) {
      const harness = createHarness({ upstream: reply });
      const answer = await harness.call(call);
      expect(Uint8Array.from(answer.bytes)).toEqual(zipped);
      expect(headerIn(answer.headers, "content-encoding")).toBe("gzip");
      expect(headerIn(answer.headers, "content-length")).toBe("7");
      expect(headerIn(harness.sent[0]?.headers ?? [], "accept-encoding")).toBe("json" in call ? "identity" : "gzip");
      expect(await harness.records()).toMatchObject([{ outcome: "completed", usage_estimated: "json" in call }]);
    }
  });

  it("of a redirect pass as they are: it is the caller's to follow", async () => {
    const harness = createHarness({ upstream: () => jsonReply({}, 307, [["location", "https://elsewhere.example/"]]) });
    const answer = await harness.call({ path: "/api/proxy/things/x" });
    expect([answer.status, headerIn(answer.headers, "location"), harness.sent.length]).toEqual([
      307,
      "https://elsewhere.example/",
      1,
    ]);
    expect((await harness.records())[0]?.["provider_id"]).toBe(HTTP_ID);
  });
});
