import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAccess, decideModel } from "@/lib/gateway/access/access-rules";
import { type AccessRules, type AccessSubject, decideAccess } from "./decision";

const NOTHING: AccessRules = { ip_rules: [], geo_rules: [], geo_regions: [], model_rules: [] };
const NOBODY: AccessSubject = { projectId: null, address: null, country: null, model: null };
const rule = (id: string, action: "allow" | "deny", project_id: string | null = null) => ({ id, action, project_id });

describe("decideAccess", () => {
  it("says nothing about what is not asked", () => {
    expect(decideAccess(NOTHING, NOBODY)).toEqual([]);
  });

  it("names the rule that decides, and whose it is", () => {
    const rules = {
      ...NOTHING,
      ip_rules: [
        { ...rule("a", "allow"), cidr: "10.0.0.0/8" },
        { ...rule("d", "deny", "p"), cidr: "10.9.0.0/16" },
      ],
    };
    const ask = (address: string, projectId: string | null = "p") =>
      decideAccess(rules, { ...NOBODY, address, projectId })[0];
    expect(ask("10.9.1.1")).toMatchObject({ is_allowed: false, rule_id: "d", level: "project", reason: "denied" });
    expect(ask("10.9.1.1", null)).toMatchObject({ is_allowed: true, rule_id: "a", level: "workspace" });
    expect(ask("11.0.0.1")).toMatchObject({ is_allowed: false, rule_id: null, level: "workspace" });
    expect(ask("11.0.0.1")?.sentence).toBe(
      "11.0.0.1 is refused: the workspace allows some by name, and none of its rules matches.",
    );
  });

  it("lets a region stand for its countries", () => {
    const rules = {
      ...NOTHING,
      geo_rules: [{ ...rule("r", "deny"), scope: "region" as const, code: "DACH" }],
      geo_regions: [{ code: "DACH", countries: ["AT", "CH", "DE"] }],
    };
    const ask = (country: string) => decideAccess(rules, { ...NOBODY, country })[0]?.is_allowed;
    expect([ask("DE"), ask("FR")]).toEqual([false, true]);
  });

  it("never differs from the gateway's own verdict", () => {
    const patterns = fc.constantFrom("gpt-*", "openai/*", "o3", "*", "*/gpt-4o");
    const rules = fc.array(
      fc.record({
        id: fc.uuid(),
        action: fc.constantFrom<"allow" | "deny">("allow", "deny"),
        project_id: fc.constantFrom(null, "p"),
        pattern: patterns,
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        rules,
        fc.constantFrom("gpt-4o", "o3", "a/b"),
        fc.constantFrom(null, "p"),
        (model_rules, model, projectId) => {
          const own = decideAccess(
            { ...NOTHING, model_rules },
            { ...NOBODY, projectId, model: { slug: "openai", model } },
          );
          const verdict = decideModel(compileAccess({ ...NOTHING, model_rules }), projectId, "openai", model);
          expect(own[0]).toMatchObject({
            is_allowed: verdict.isAllowed,
            reason: verdict.reason,
            rule_id: verdict.ruleId,
          });
        },
      ),
    );
  });
});
