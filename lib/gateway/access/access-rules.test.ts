import { describe, expect, it } from "vitest";
import type { SnapshotAccess } from "@/lib/gateway/snapshot/snapshot-schema";
import { compileAccess, decideGeo, decideIp, decideModel } from "./access-rules";

type Rules = Pick<SnapshotAccess, "ip_rules" | "geo_rules" | "geo_regions" | "model_rules">;
const none: Rules = { ip_rules: [], geo_rules: [], geo_regions: [], model_rules: [] };
let serial = 0;
const named = (action: "allow" | "deny", project_id: string | null = null) => {
  serial += 1;
  return { id: `r${serial}`, action, project_id };
};
const ip = (action: "allow" | "deny", cidr: string, project?: string) => ({ ...named(action, project ?? null), cidr });
const country = (action: "allow" | "deny", code: string) => ({ ...named(action), scope: "country" as const, code });
const region = (action: "allow" | "deny", code: string) => ({ ...named(action), scope: "region" as const, code });
const model = (action: "allow" | "deny", pattern: string, project?: string) => ({
  ...named(action, project ?? null),
  pattern,
});
const rules = (facts: Partial<Rules>) => compileAccess({ ...none, ...facts });
const mayFrom = (access: ReturnType<typeof rules>, address: string, project: string | null = null) =>
  decideIp(access, project, address).isAllowed;

describe("rules about addresses", () => {
  it("let everything pass where there are none, or denies alone that do not match", () => {
    expect(decideIp(rules({}), "p", "192.0.2.1")).toEqual({ isAllowed: true, reason: "no_rules", ruleId: null });
    expect(mayFrom(rules({ ip_rules: [ip("deny", "10.0.0.0/8")] }), "192.0.2.1")).toBe(true);
  });

  it("refuse what no allow names once there is an allow, an unreadable address among it", () => {
    const access = rules({ ip_rules: [ip("allow", "192.0.2.0/24")] });
    expect(mayFrom(access, "192.0.2.1")).toBe(true);
    expect(decideIp(access, null, "198.51.100.1")).toEqual({ isAllowed: false, reason: "none_matches", ruleId: null });
    expect(mayFrom(access, "")).toBe(false);
  });

  it("let a deny beat any allow, whichever was written first, and name the rule", () => {
    const deny = ip("deny", "192.0.2.7/32");
    for (const list of [
      [ip("allow", "192.0.2.0/24"), deny],
      [deny, ip("allow", "192.0.2.7/32")],
    ]) {
      expect(decideIp(rules({ ip_rules: list }), null, "192.0.2.7")).toMatchObject({
        reason: "denied",
        ruleId: deny.id,
      });
    }
  });

  it("of a project narrow what its workspace allows and never widen it, and concern no other project", () => {
    const access = rules({
      ip_rules: [ip("allow", "192.0.2.0/24"), ip("allow", "0.0.0.0/0", "open"), ip("deny", "192.0.2.7/32", "narrow")],
    });
    expect(mayFrom(access, "198.51.100.1", "open")).toBe(false);
    expect(mayFrom(access, "192.0.2.7", "open")).toBe(true);
    expect(mayFrom(access, "192.0.2.7", "narrow")).toBe(false);
    expect(mayFrom(access, "192.0.2.8", "narrow")).toBe(true);
    expect(mayFrom(access, "192.0.2.7", null)).toBe(true);
    const own = rules({ ip_rules: [ip("allow", "192.0.2.0/24", "p")] });
    expect([
      mayFrom(own, "198.51.100.1", "p"),
      mayFrom(own, "198.51.100.1", "q"),
      mayFrom(own, "198.51.100.1"),
    ]).toEqual([false, true, true]);
  });
});

describe("rules about countries", () => {
  const regions = { geo_regions: [{ code: "DACH", countries: ["AT", "CH", "DE"] }] };

  it("take a region for its countries", () => {
    const access = rules({ ...regions, geo_rules: [region("allow", "DACH"), country("deny", "CH")] });
    const answers = ["DE", "CH", "FR"].map((code) => decideGeo(access, null, code).reason);
    expect(answers).toEqual(["allowed", "denied", "none_matches"]);
    expect(access.regionOf.get("AT")).toBe("DACH");
  });

  it("refuse an unknown country where only some are allowed, and let it pass where some are denied", () => {
    expect(decideGeo(rules({ geo_rules: [country("allow", "DE")] }), null, null).isAllowed).toBe(false);
    expect(decideGeo(rules({ geo_rules: [country("deny", "DE")] }), null, null).isAllowed).toBe(true);
  });

  it("of a region that is gone let nobody in and keep nobody out", () => {
    expect(decideGeo(rules({ geo_rules: [region("allow", "GONE")] }), null, "DE").isAllowed).toBe(false);
    expect(decideGeo(rules({ geo_rules: [region("deny", "GONE")] }), null, "DE").isAllowed).toBe(true);
  });
});

describe("rules about models", () => {
  const may = (list: Rules["model_rules"], name: string | null, slug = "openai", project: string | null = null) =>
    decideModel(rules({ model_rules: list }), project, slug, name).isAllowed;

  it("cover a model by its name and by provider/name, the star stopping at a slash", () => {
    const list = [model("allow", "openai/*")];
    expect(may(list, "a-model-of-tomorrow")).toBe(true);
    expect(may(list, "claude-opus-4-1", "anthropic")).toBe(false);
    expect(may(list, "ft/gpt-4o")).toBe(false);
    expect(may([model("allow", "gpt-*")], "gpt-4o", "azure")).toBe(true);
  });

  it("let a deny beat an allow", () => {
    const list = [model("allow", "openai/*"), model("deny", "*-preview")];
    expect([may(list, "gpt-4o"), may(list, "gpt-5-preview")]).toEqual([true, false]);
  });

  it("refuse a model that cannot be read wherever any rule applies", () => {
    expect(may([], null)).toBe(true);
    expect(may([model("deny", "gpt-4o")], null)).toBe(false);
    expect(may([model("deny", "gpt-4o", "p")], null, "openai", "q")).toBe(true);
  });
});
