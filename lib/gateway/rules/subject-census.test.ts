import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHarness } from "@/tests/helpers/gateway-harness";
import { rateLimit, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";
import { compileRateLimit } from "./compile-rule";
import { OTHER_SUBJECTS, SubjectCensus } from "./subject-census";
import { type Subjects, subjectsPer } from "./subjects";

const MINUTE = Date.parse("2026-11-20T12:00:00.000Z");
const each = rateLimit({ requests: 2, per: ["end_user"] });

describe("the census of subjects", () => {
  const rule = compileRateLimit(each);
  const bucket = compileRateLimit(rateLimit({ id: "b", per: ["end_user"], strategy: "TOKEN_BUCKET" }));

  it("gives as many as fit their own counter and all others one, and forgets them with their window", () => {
    const census = new SubjectCensus(3);
    const names = (list: string[], at: number) => list.map((subject) => census.name("w", rule, subject, at));
    expect(names(["a", "b", "c", "d", "a", "e"], MINUTE)).toEqual(["a", "b", "c", OTHER_SUBJECTS, "a", OTHER_SUBJECTS]);
    expect(census.live("w")).toBe(3);
    expect(census.name("v", rule, "d", MINUTE)).toBe("d");
    expect(names(["d", "e", "a", "b"], MINUTE + 60_000)).toEqual(["d", "e", "a", OTHER_SUBJECTS]);
  });

  it("bounds a workspace's rules together, and makes room when the window of one has ended", () => {
    const census = new SubjectCensus(2);
    expect(census.name("w", rule, "a", MINUTE)).toBe("a");
    expect(census.name("w", bucket, "a", MINUTE)).toBe("a");
    expect(census.name("w", bucket, "b", MINUTE)).toBe(OTHER_SUBJECTS);
    expect(census.name("w", bucket, "b", MINUTE + 60_000)).toBe("b");
    expect(census.live("w")).toBe(2);
  });

  it("keeps nothing of a question", () => {
    const census = new SubjectCensus(1);
    expect(census.find("w", rule, "a", MINUTE)).toBe("a");
    census.name("w", rule, "b", MINUTE);
    expect([census.find("w", rule, "a", MINUTE), census.find("w", rule, "b", MINUTE)]).toEqual([OTHER_SUBJECTS, "b"]);
    expect(census.live("w")).toBe(1);
  });

  it("stays small under a million invented subjects", () => {
    const census = new SubjectCensus(100_000);
    for (let n = 0; n < 1_000_000; n += 1) census.name("w", rule, `user-${n}`, MINUTE);
    expect(census.live("w")).toBe(100_000);
  });
});

describe("a rule per end user in a workspace with more of them than are counted each", () => {
  it("holds for the known ones apart and for all others together", async () => {
    const harness = createHarness({
      snapshot: snapshot({ workspace: { rate_limits: [each] } }),
      config: { subjectsPerWorkspace: 2 },
    });
    const callAs = async (user: string) =>
      (await harness.call({ path: "/api/proxy/things/x", headers: [["x-sluice-end-user", user]] })).status;
    const statuses = [];
    for (const user of ["a", "b", "c", "d", "e", "a", "b", "a"]) statuses.push(await callAs(user));
    expect(statuses).toEqual([200, 200, 200, 200, 429, 200, 200, 429]);
    await harness.gateway.idle();
    const balances = await harness.ledger.balances([{ ruleId: each.id }]);
    expect(balances.map(({ subject, used }) => [subject, used])).toEqual([
      ["a", 2],
      ["b", 2],
      [OTHER_SUBJECTS, 2],
    ]);
    const quota = await harness.call({ path: "/api/proxy/quota?end_user=z" });
    expect(JSON.parse(quota.text).rules[0]).toMatchObject({ used: 2, remaining: 0 });
    expect(WORKSPACE_ID).toBe(each.workspace_id);
  });
});

it("no end user has the name that those beyond the bound are counted under", () => {
  const encoded = (name: string) => subjectsPer(["end_user"], { end_user: name } as Subjects);
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ud800", OTHER_SUBJECTS, "a b", "a%20b", "(x)", "ä")),
      (name) => {
        expect(encoded(name)).toEqual([encodeURIComponent(name.toWellFormed())]);
        expect(encoded(name)).not.toEqual([OTHER_SUBJECTS]);
      },
    ),
  );
});
