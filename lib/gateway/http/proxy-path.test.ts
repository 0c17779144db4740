import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinUpstreamPath, readProxyPath } from "./proxy-path";

const BASE = "/api/proxy";

describe("readProxyPath", () => {
  it.each([
    ["/api/proxy/openai/v1/models?limit=2", { slug: "openai", path: "/v1/models", query: "?limit=2" }],
    ["/api/proxy/openai", { slug: "openai", path: "/", query: "" }],
    ["/api/proxy/openai/", { slug: "openai", path: "/", query: "" }],
    [
      "/api/proxy/git/projects/a%2Fb/files/x%20y?ref=a/../b",
      { slug: "git", path: "/projects/a%2Fb/files/x%20y", query: "?ref=a/../b" },
    ],
    ["/api/proxy/x/a..b/.hidden/...?q", { slug: "x", path: "/a..b/.hidden/...", query: "?q" }],
  ])("reads %s", (target, value) => {
    expect(readProxyPath(target, BASE)).toEqual({ ok: true, value });
  });

  it.each([
    "http://evil.example/api/proxy/x/y",
    "//evil.example/api/proxy/x",
    "/api/proxy//evil.example/x",
    "/api/proxy/x//y",
    "/api/proxy/x/../y",
    "/api/proxy/x/..",
    "/api/proxy/../v1/keys",
    "/api/proxy/x/./y",
    "/api/proxy/x/%2e%2e/y",
    "/api/proxy/x/.%2E/y",
    "/api/proxy/x/%252e%252e/y",
    "/api/proxy/x/%25252e%25252e%25252fy",
    "/api/proxy/x/..%2fy",
    "/api/proxy/x/a%2f..%2f..%2fy",
    "/api/proxy/x/..;/y",
    "/api/proxy/x/..%5cy",
    "/api/proxy/x\\y",
    "/api/proxy/x/%5c%5cevil",
    "/api/proxy/x/%00",
    "/api/proxy/x/%zz",
    "/api/proxy/x/a b",
    "/api/proxy/x/a\u0000b",
    "/api/proxy/x/é",
    "/api/proxy/x/y#fragment",
    "/api/proxy/x/y?a=\u0007",
    "/api/proxyx/y",
    `/api/proxy/x/${"a".repeat(20_000)}`,
    "*",
    "",
  ])("refuses %j", (target) => {
    expect(readProxyPath(target, BASE).ok).toBe(false);
  });

  it("lets no path through that leaves the provider's base path or host, whatever it is made of", () => {
    const part = fc.constantFrom(
      "..",
      ".",
      "/",
      "\\",
      "%2e",
      "%2E",
      "%2f",
      "%5c",
      "%25",
      "2e",
      ";",
      "a",
      "@",
      ":",
      "?",
      "%00",
      "v1",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const read = readProxyPath(`/api/proxy/x/${parts.join("")}`, BASE);
        if (!read.ok) return;
        const url = new URL(`https://api.example${joinUpstreamPath("/base/v1", read.value.path)}${read.value.query}`);
        expect(url.origin).toBe("https://api.example");
        expect(url.pathname.startsWith("/base/v1")).toBe(true);
        expect(url.pathname).not.toMatch(/\/\.\.?(?:\/|$)/);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("joinUpstreamPath", () => {
  it.each([
    ["/v1", "/chat/completions", "/v1/chat/completions"],
    ["/v1", "/v1/chat/completions", "/v1/chat/completions"],
    ["/v1/", "/v1/models", "/v1/models"],
    ["/openai/v1", "/v1/models", "/openai/v1/models"],
    ["/v1", "/v10/models", "/v1/v10/models"],
    ["/v1beta", "/v1/models", "/v1beta/v1/models"],
    ["/", "/v1/messages", "/v1/messages"],
    ["/api", "/api/things", "/api/api/things"],
  ])("%s and %s are %s", (base, path, joined) => {
    expect(joinUpstreamPath(base, path)).toBe(joined);
  });
});
