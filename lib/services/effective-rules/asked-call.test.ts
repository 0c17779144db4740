import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallFact, compileRateLimit } from "@/lib/gateway/rules/compile-rule";
import type { Subjects } from "@/lib/gateway/rules/subjects";
import { rateLimit } from "@/tests/helpers/snapshot-fixture";
import { matchesAsFarAsKnown } from "./asked-call";

const FACTS: readonly CallFact[] = ["end_user", "tag", "provider", "endpoint", "credential", "model", "path", "method"];

const nullable = (...values: string[]) => fc.constantFrom(null, ...values);
const rows = fc
  .record({
    project_id: nullable("p1", "p2"),
    api_key_id: nullable("k1", "k2"),
    end_user_id: nullable("alice", "bob"),
    tag: nullable("red", "blue"),
    provider_id: nullable("openai-id", "other-id"),
    endpoint_id: nullable("e1"),
    credential_id: nullable("c1"),
    model_pattern: nullable("gpt-*", "openai/*", "o3"),
    model_tier_id: nullable("t1"),
    path_pattern: nullable("/v1/*", "/v1/chat"),
    method: nullable("POST", "get"),
  })
  .map((columns) => rateLimit(columns));
const calls: fc.Arbitrary<Subjects> = fc.record({
  customer: fc.constant(null),
  team: fc.constant(null),
  project: nullable("p1"),
  api_key: fc.constant("k1"),
  member: fc.constant(null),
  end_user: nullable("alice", "carol"),
  tags: fc.subarray(["red", "green"]),
  path: fc.constantFrom("/v1/chat", "/v1/x/y", "/v1/x"),
  method: fc.constantFrom("POST", "GET"),
  model: nullable("gpt-4o", "o3"),
  slug: fc.constantFrom("openai", "other"),
  provider: fc.constantFrom("openai-id", "other-id"),
  credential: nullable("c1"),
  endpoint: nullable("e1"),
  tier: nullable("t1"),
});

describe("a call of which all is known", () => {
  it("is matched exactly as the gateway matches it", () => {
    fc.assert(
      fc.property(rows, calls, (row, call) => {
        expect(matchesAsFarAsKnown(row, call, new Set())).toBe(compileRateLimit(row).matches(call));
      }),
      { numRuns: 500 },
    );
  });
});

/** The call with nothing said about what is open. */
function forget(call: Subjects, open: readonly CallFact[]): Subjects {
  const is = (fact: CallFact) => open.includes(fact);
  return {
    ...call,
    end_user: is("end_user") ? null : call.end_user,
    tags: is("tag") ? [] : call.tags,
    slug: is("provider") ? "" : call.slug,
    provider: is("provider") ? "" : call.provider,
    tier: is("provider") || is("model") ? null : call.tier,
    model: is("model") ? null : call.model,
    endpoint: is("endpoint") ? null : call.endpoint,
    credential: is("credential") ? null : call.credential,
    path: is("path") ? "" : call.path,
    method: is("method") ? "" : call.method,
  };
}

describe("a call of which something is left open", () => {
  it("is never told out of a rule that some such call would be counted by", () => {
    fc.assert(
      fc.property(rows, calls, fc.subarray([...FACTS]), (row, call, open) => {
        if (!compileRateLimit(row).matches(call)) return;
        expect(matchesAsFarAsKnown(row, forget(call, open), new Set(open))).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it("is told out where what is known already does not match", () => {
    const row = rateLimit({ model_pattern: "gpt-*", end_user_id: "alice" });
    const [some] = fc.sample(calls, { numRuns: 1, seed: 1 });
    if (some === undefined) throw new Error("There is no sample.");
    const call = { ...some, model: "o3" };
    expect(matchesAsFarAsKnown(row, call, new Set<CallFact>(["end_user"]))).toBe(false);
    expect(matchesAsFarAsKnown(row, call, new Set<CallFact>(["end_user", "model"]))).toBe(true);
  });
});
