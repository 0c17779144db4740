import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derivedId, softRuleId } from "./derived-ids";

describe("an id that follows from another", () => {
  it("is an id of its own for each kind, and leads back", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const all = (["soft", "quota_requests", "quota_tokens", "quota_spend"] as const).map((kind) =>
          derivedId(kind, id),
        );
        expect(new Set([id, ...all]).size).toBe(5);
        for (const one of all) expect(one).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(softRuleId(softRuleId(id))).toBe(id);
      }),
    );
  });

  it("is the one that Postgres makes", () => {
    expect(softRuleId("01930000-0000-7000-8000-0000000000b1")).toBe("01930000-0000-7000-8000-5f0a3c96e166");
  });
});
