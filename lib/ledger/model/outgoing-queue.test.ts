import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutgoingQueue } from "./outgoing-queue";
import type { Outgoing } from "./state";

const outgoingOf = (n: number): Outgoing => ({
  requestId: `r${n}`,
  createdAtMs: n,
  outcome: "completed",
  opening: {},
  closing: {},
});

/** `gap`: how far the next number lies behind the one before; `gone`: which of those that are there is taken back. */
const step = fc.record({
  gap: fc.oneof(fc.constant(1), fc.constant(1), fc.integer({ min: 1, max: 3_000 })),
  count: fc.nat(4),
  gone: fc.array(fc.nat(20), { maxLength: 5 }),
});

describe("what is on its way out", () => {
  it("is known by its number and told in order, as in a Map", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(5_000), (steps, first) => {
        const queue = new OutgoingQueue();
        const expected = new Map<number, Outgoing>();
        let n = first;
        for (const { gap, count, gone } of steps) {
          n += gap;
          for (let more = 0; more <= count; more += 1, n += 1) {
            const outgoing = outgoingOf(n);
            queue.put(n, outgoing);
            expected.set(n, outgoing);
          }
          for (const at of gone) {
            const known = [...expected.keys()][at] ?? n + at;
            queue.delete(known);
            expected.delete(known);
            expect([queue.has(known), queue.has(known + 1)]).toEqual([false, expected.has(known + 1)]);
          }
          expect(queue.size).toBe(expected.size);
          const inUse = new Set([...expected.keys(), n - 1].map((known) => Math.floor(known / 1_024)));
          expect(queue.chunks).toBe(inUse.size);
          expect([...queue.entries()]).toEqual([...expected]);
        }
        for (const known of expected.keys()) expect(queue.has(known)).toBe(true);
      }),
    );
  });

  it("goes on to be told while some of it goes and more comes", () => {
    const queue = new OutgoingQueue();
    for (let n = 1; n <= 3_000; n += 1) queue.put(n, outgoingOf(n));
    const told: number[] = [];
    for (const [n] of queue.entries()) {
      told.push(n);
      queue.delete(n);
      if (n === 2) for (let gone = 5; gone < 2_900; gone += 1) queue.delete(gone);
      if (n === 2_950) queue.put(3_001, outgoingOf(3_001));
    }
    expect(told.slice(0, 5)).toEqual([1, 2, 3, 4, 2_900]);
    expect(told.at(-1)).toBe(3_001);
    expect(queue.size).toBe(0);
  });

  it("knows no number that is none", () => {
    const queue = new OutgoingQueue();
    queue.put(1, outgoingOf(1));
    expect([Number.NaN, -1, 0, 1.5, 2, Number.POSITIVE_INFINITY].map((n) => queue.has(n))).not.toContain(true);
    queue.delete(Number.NaN);
    expect(queue.size).toBe(1);
  });
});
