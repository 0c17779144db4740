import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OpenRequests } from "./open-requests";
import { createHasher } from "./row-index";
import type { OpenRequest } from "./state";

const requestOf = (id: string, round: number): OpenRequest => ({
  id,
  workspaceId: "ws",
  createdAtMs: 0,
  leaseMs: 1_000,
  waitMs: 0,
  versions: {},
  fields: {},
  leaseEndsAtMs: 1_000,
  candidateId: "c",
  isWaiting: false,
  entries: [],
  round,
  reserve: {},
  metered: null,
  meteredBefore: null,
  epoch: 0,
  admission: null,
});

describe("the requests under way", () => {
  it("are found, counted and told in their order as in a Map", () => {
    const step = fc.record({ isPut: fc.boolean(), id: fc.nat(12).map(String) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer(), (steps, seed) => {
        const open = new OpenRequests(createHasher(seed));
        const expected = new Map<string, OpenRequest>();
        for (const [n, { isPut, id }] of steps.entries()) {
          const request = requestOf(id, n);
          if (isPut) open.put(request);
          else open.delete(id);
          if (isPut) expected.set(id, request);
          else expected.delete(id);
          expect(open.get(id)).toBe(expected.get(id));
          expect(open.has(id)).toBe(expected.has(id));
        }
        expect(open.size).toBe(expected.size);
        expect(open.values()).toEqual([...expected.values()]);
      }),
    );
  });
});
