import { describe, expect, it } from "vitest";
import type { SnapshotEndpoint } from "@/lib/gateway/snapshot/snapshot-schema";
import { compileEndpoints, findEndpoint } from "./endpoints";
import { compileTiers, tierOf } from "./model-tiers";

const endpoint = (id: string, path_pattern: string, method: string | null = null): SnapshotEndpoint => ({
  id,
  provider_id: "p",
  name: id,
  path_pattern,
  method,
  rate_limit_requests: null,
  rate_limit_window_ms: null,
  timeout_ms: null,
});

describe("findEndpoint", () => {
  const list = compileEndpoints([
    endpoint("any", "/orders/*"),
    endpoint("longer", "/orders/la*"),
    endpoint("a longer one with a star", "/orders/latest*"),
    endpoint("exact", "/orders/latest"),
    endpoint("write", "/orders/latest", "post"),
    endpoint("below", "/v1/orders"),
  ]).get("p");

  it.each([
    ["GET", "/orders/17", "any"],
    ["GET", "/orders/latest", "exact"],
    ["POST", "/orders/latest", "write"],
    ["GET", "/orders/last", "longer"],
    ["GET", "/orders/17/lines", null],
    ["GET", "/other", null],
  ])("takes the most precise for %s %s: %s", (method, path, found) => {
    expect(findEndpoint(list, method, `/base${path}`, path)?.id ?? null).toBe(found);
  });

  it("knows a path by what the upstream sees, too", () => {
    expect(findEndpoint(list, "GET", "/v1/orders", "/orders")?.id).toBe("below");
    expect(findEndpoint(undefined, "GET", "/v1/orders", "/orders")).toBeNull();
  });
});

it("a model's tier is that of its provider's row, else that of its name", () => {
  const tiers = compileTiers([
    { name: "gpt-4o", provider_id: null, tier_id: "standard" },
    { name: "gpt-4o", provider_id: "azure", tier_id: "premium" },
    { name: "mini", provider_id: "azure", tier_id: null },
    { name: "mini", provider_id: null, tier_id: "free" },
    { name: "meta/llama", provider_id: null, tier_id: "free" },
  ]);
  expect(tierOf(tiers, "openai", "openai", "gpt-4o")).toBe("standard");
  expect(tierOf(tiers, "azure", "azure", "gpt-4o")).toBe("premium");
  expect(tierOf(tiers, "azure", "azure", "mini")).toBeNull();
  expect(tierOf(tiers, "groq", "meta", "llama")).toBe("free");
  expect(tierOf(tiers, "openai", "openai", "unknown")).toBeNull();
  expect(tierOf(tiers, "openai", "openai", null)).toBeNull();
});
