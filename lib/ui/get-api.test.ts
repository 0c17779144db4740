import { describe, expect, it } from "vitest";
import { apiPath } from "./get-api";

describe("apiPath", () => {
  it("puts what the path names into it, and the rest into the query", () => {
    expect(apiPath("GET /keys/{id}", { id: "a/b" })).toBe("/api/v1/keys/a%2Fb");
    expect(apiPath("GET /logs", { limit: 8, model: "gpt 4", cursor: undefined })).toBe(
      "/api/v1/logs?limit=8&model=gpt+4",
    );
    expect(apiPath("GET /workspaces", {})).toBe("/api/v1/workspaces");
  });
});
