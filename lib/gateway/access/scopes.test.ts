import { describe, expect, it } from "vitest";
import { dialectNamed, endpointOf } from "@/lib/gateway/providers/dialects";
import { hasScope, scopeOf } from "./scopes";

const needed = (dialect: string, method: string, path: string) =>
  scopeOf(dialectNamed(dialect), endpointOf(dialectNamed(dialect), method, path), method, path);

describe("scopeOf", () => {
  it.each([
    ["openai", "POST", "/v1/chat/completions", "chat"],
    ["openai", "POST", "/v1/responses", "chat"],
    ["openai", "GET", "/v1/responses/resp_1", "chat"],
    ["openai", "POST", "/v1/completions", "chat"],
    ["anthropic", "POST", "/v1/messages", "chat"],
    ["anthropic", "POST", "/v1/messages/count_tokens", "chat"],
    ["openai", "POST", "/v1/embeddings", "embeddings"],
    ["openai", "POST", "/v1/images/generations", "images"],
    ["openai", "POST", "/v1/audio/speech", "audio"],
    ["openai", "POST", "/v1/moderations", "moderations"],
    ["openai", "GET", "/v1/models", "models:read"],
    ["openai", "GET", "/v1/models/gpt-4o", "models:read"],
    ["openai", "DELETE", "/v1/models/ft:gpt-4o", "http"],
    ["openai", "POST", "/v1/files", "http"],
    ["http", "GET", "/v1/models", "http"],
    ["http", "POST", "/chat/completions", "http"],
  ])("%s %s %s needs %s", (dialect, method, path, scope) => {
    expect(needed(dialect, method, path)).toBe(scope);
  });
});

it("no scopes and the star allow everything, a scope itself alone", () => {
  expect(hasScope([], "chat")).toBe(true);
  expect(hasScope(["*"], "http")).toBe(true);
  expect(hasScope(["embeddings"], "embeddings")).toBe(true);
  expect(hasScope(["embeddings"], "chat")).toBe(false);
});
