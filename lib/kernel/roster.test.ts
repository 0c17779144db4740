import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Enrolled, Roster } from "./roster";

describe("a roster", () => {
  it("holds what has entered and not left, however often somebody leaves", () => {
    const step = fc.record({ isEntering: fc.boolean(), pick: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const roster = new Roster<number>();
        const expected = new Set<number>();
        const enrolled: Enrolled<number>[] = [];
        for (const [n, { isEntering, pick }] of steps.entries()) {
          if (isEntering) {
            enrolled.push(roster.enter(n));
            expected.add(n);
            continue;
          }
          const one = enrolled[pick];
          if (!one) continue;
          roster.leave(one);
          expected.delete(one.value);
        }
        expect(new Set(roster.values())).toEqual(expected);
        expect(roster.size).toBe(expected.size);
      }),
    );
  });
});
