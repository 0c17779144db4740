import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IdsByAge } from "./ids-by-age";
import { createHasher } from "./row-index";
import { NO_ROW } from "./rows";

describe("ids by their age", () => {
  it("are found, told and dropped in their order, as in a Map", () => {
    const step = fc.record({ isAdd: fc.boolean(), id: fc.oneof(fc.nat(12).map(String), fc.string()) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer(), (steps, seed) => {
        const ids = new IdsByAge(createHasher(seed));
        const expected = new Map<string, number>();
        const free = steps.map((_, row) => row);
        for (const { isAdd, id } of steps) {
          if (!isAdd) {
            const [oldest] = expected;
            expect(ids.dropOldest()).toBe(oldest?.[1] ?? NO_ROW);
            if (oldest) expected.delete(oldest[0]);
            // Rows are taken again, as they are by those whose ids these are.
            if (oldest) free.push(oldest[1]);
          } else if (!expected.has(id)) {
            const row = free.pop() ?? NO_ROW;
            ids.add(id, row);
            expected.set(id, row);
          }
          expect(ids.find(id)).toBe(expected.get(id) ?? NO_ROW);
          expect(ids.size).toBe(expected.size);
        }
        for (const [id, row] of expected) expect(ids.find(id)).toBe(row);
        const names = [...expected.keys()];
        expect(ids.latest(steps.length)).toEqual(names);
        expect(ids.latest(3)).toEqual(names.slice(-3));
        expect(ids.latest(0)).toEqual([]);
      }),
    );
  });

  it("are told apart where their hashes are the same", () => {
    const ids = new IdsByAge(() => 7);
    for (const [row, id] of ["a", "b", "c"].entries()) ids.add(id, row);
    expect(ids.dropOldest()).toBe(0);
    expect(["a", "b", "c", "d"].map((id) => ids.find(id))).toEqual([NO_ROW, 1, 2, NO_ROW]);
  });
});
