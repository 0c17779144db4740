import { describe, expect, it } from "vitest";
import { budget, rateLimit } from "@/tests/helpers/snapshot-fixture";
import { compileBudget, compileRateLimit } from "./compile-rule";
import { matchesModel } from "./match-pattern";
import { planChecks } from "./plan-checks";
import type { Subjects } from "./subjects";

const nowMs = Date.parse("2026-11-20T12:00:00Z");
const subjects: Subjects = {
  customer: null,
  team: "t1",
  project: "p1",
  api_key: "k1",
  member: null,
  end_user: "ada, lovelace",
  tags: ["a", "b"],
  path: "/v1/chat/completions",
  method: "POST",
  model: "gpt-4o",
  slug: "openai",
  provider: "o1",
  credential: null,
  endpoint: null,
  tier: null,
};
const reservation = { inputTokens: 100, outputTokens: 1_000, costNanoUsd: 5_000 };
const candidates = [
  { id: "one", credentialId: "c1", reservation },
  { id: "two", credentialId: "c2", reservation },
];
const plan = (facts: Parameters<typeof rateLimit>[0], own = subjects) =>
  planChecks([compileRateLimit(rateLimit(facts))], own, candidates, nowMs);

describe("planChecks", () => {
  it("applies a rule only where every subject it names matches", () => {
    expect(plan({ team_id: "t1", project_id: "p1" }).common).toHaveLength(1);
    expect(plan({ team_id: "t1", project_id: "p2" }).common).toHaveLength(0);
    expect(plan({ customer_id: "x" }).common).toHaveLength(0);
    expect(plan({ tag: "b", method: "post", path_pattern: "/v1/*/completions" }).common).toHaveLength(1);
    expect(plan({ path_pattern: "/v1/*" }).common).toHaveLength(0);
    expect(plan({ end_user_id: "bob" }).common).toHaveLength(0);
  });

  it("gives each value of `per` a counter of its own, and each tag one", () => {
    expect(plan({ per: ["end_user"] }).common.map(({ subject }) => subject)).toEqual(["ada%2C%20lovelace"]);
    expect(plan({ per: ["end_user_id", "tag"] }).common.map(({ subject }) => subject)).toEqual([
      "ada%2C%20lovelace,a",
      "ada%2C%20lovelace,b",
    ]);
    expect(plan({ per: ["end_user"] }, { ...subjects, end_user: null }).common.map(({ subject }) => subject)).toEqual([
      "",
    ]);
    expect(() => plan({ per: ["planet"] })).toThrow("planet");
  });

  it("decides rules about model, provider and credential with the candidate", () => {
    const { common, candidates: planned } = plan({ credential_id: "c2", model_pattern: "gpt-*" });
    expect(common).toEqual([]);
    expect(planned.map(({ id, checks }) => [id, checks.length])).toEqual([
      ["one", 0],
      ["two", 1],
    ]);
    expect(plan({ per: ["credential"] }).candidates.map(({ checks }) => checks[0]?.subject)).toEqual(["c1", "c2"]);
  });

  it("names each rule that matched once, whoever it matched", () => {
    expect(plan({ team_id: "t1" }).rules).toHaveLength(1);
    expect(plan({ team_id: "t2" }).rules).toEqual([]);
    expect(plan({ credential_id: "c2" }).rules).toHaveLength(1);
    expect(plan({ per: ["credential"] }).rules).toHaveLength(1);
  });

  it("reserves in the rule's metric, tokens never beyond the rule's capacity", () => {
    const amount = (facts: Parameters<typeof rateLimit>[0]) => plan(facts).common[0]?.amount;
    expect(amount({ metric: "requests" })).toBe(1);
    expect(amount({ metric: "input_tokens", requests: 5_000 })).toBe(100);
    expect(amount({ metric: "total_tokens", requests: 5_000 })).toBe(1_100);
    expect(amount({ metric: "total_tokens", requests: 500 })).toBe(500);
    expect(amount({ metric: "concurrency", window_ms: null })).toBe(1);
  });

  it("passes the current and the next period of a budget, and its override while it lasts", () => {
    const rule = { amount_cents: "100", override_amount_cents: "250.5", override_until: "2026-11-20T13:00:00Z" };
    const at = (ms: number) => planChecks([compileBudget(budget(rule))], subjects, candidates, ms).common[0];
    expect(at(nowMs)).toMatchObject({
      metric: "cost_nano_usd",
      limit: 2_505_000_000,
      amount: 5_000,
      hard: true,
      current: { startMs: Date.parse("2026-11-01"), endMs: Date.parse("2026-12-01") },
      next: { startMs: Date.parse("2026-12-01"), endMs: Date.parse("2027-01-01") },
    });
    expect(at(Date.parse("2026-11-20T13:00:00Z"))?.limit).toBe(1_000_000_000);
  });

  it("names the month that just ended beside the one that begins, for a ledger whose clock is seconds behind", () => {
    const at = Date.parse("2026-12-01T00:00:04.999Z");
    const [check] = planChecks([compileBudget(budget({}))], subjects, candidates, at).common;
    expect(check?.current.endMs).toBe(Date.parse("2026-12-01T00:00:00Z"));
    expect(check?.next.endMs).toBe(Date.parse("2027-01-01T00:00:00Z"));
    const [later] = planChecks([compileBudget(budget({}))], subjects, candidates, at + 1).common;
    expect(later?.current.endMs).toBe(Date.parse("2027-01-01T00:00:00Z"));
  });

  it("refuses a rule whose zone does not exist rather than dropping it", () => {
    expect(() => compileBudget(budget({ timezone: "Mars/Olympus" }))).toThrow(/Mars/);
  });
});

describe("matchesModel", () => {
  it.each([
    ["gpt-4o", "gpt-4o", true],
    ["gpt-*", "gpt-4o", true],
    ["openai/*", "gpt-4o", true],
    ["openai/*", "meta/llama", false],
    ["*", "meta/llama", true],
    ["gpt.4o", "gpt-4o", false],
    ["anthropic/*", "gpt-4o", false],
  ])("%s on %s: %s", (pattern, model, isMatch) => {
    expect(matchesModel(pattern, "openai", model)).toBe(isMatch);
  });
});
