import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerEvent } from "@/lib/ledger/model/events";
import type { Check } from "@/lib/ledger/rules";
import { createEventEncoder, type Item } from "./event-codec";
import { createLineDecoder } from "./event-decoder";

const text = fc.string({ unit: "binary", maxLength: 12 });
const count = fc.oneof(fc.nat(1_000), fc.maxSafeNat());
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const fields = fc.dictionary(fc.oneof(fc.constantFrom("model", "path", "__proto__", "0"), text), json, { maxKeys: 6 });
const amounts = fc.record(
  { requests: count, input_tokens: count, cost_nano_usd: count },
  { requiredKeys: [], noNullPrototype: true },
);
const period = fc.tuple(count, count).map(([startMs, endMs]) => ({ startMs, endMs }));

/** A few rules, so that the same one comes again changed, and in other periods. */
const check = fc.record<Check>({
  ruleId: fc.constantFrom("a", "b", "c"),
  kind: fc.constantFrom("rate_limit", "budget"),
  name: fc.constantFrom("one", "two\nthree", "\u2028\ud800"),
  scope: fc.constant("TENANT"),
  subject: text,
  metric: fc.constantFrom("requests", "concurrency", "cost_nano_usd"),
  limit: fc.constantFrom(1, Number.MAX_SAFE_INTEGER),
  amount: count,
  strategy: fc.constantFrom("FIXED_WINDOW", "SLIDING_WINDOW"),
  current: fc.constant({ startMs: 0, endMs: 1 }),
  next: fc.constant({ startMs: 1, endMs: 2 }),
  enforcement: fc.constantFrom("enforce", "shadow"),
  hard: fc.boolean(),
  priority: fc.nat(3),
});
const hold = fc.record({ check, period }).map((one) => ({
  // A journal knows of a check's periods only the one that was picked.
  check: { ...one.check, current: one.period, next: one.period },
  period: one.period,
}));
const closing = fc.record({ outcome: fc.constantFrom("completed" as const, "failed" as const), fields });
const timed = { atMs: fc.oneof(fc.nat(100), count), requestId: text };

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({
    kind: fc.constant("admit" as const),
    atMs: timed.atMs,
    opening: fc.record(
      { requestId: text, workspaceId: text, versions: fc.dictionary(text, count), fields, reserve: amounts },
      { requiredKeys: ["requestId", "workspaceId", "versions", "fields"], noNullPrototype: true },
    ),
    leaseMs: count,
    candidateId: text,
    waitMs: count,
    common: fc.array(hold, { maxLength: 3 }),
    own: fc.array(hold, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant("settle" as const),
    ...timed,
    actuals: fc.array(fc.record({ candidateId: text, amounts }), { maxLength: 3 }),
    closing,
  }),
  fc.record({ kind: fc.constant("record" as const), ...timed, closing }),
  fc.record({
    kind: fc.constant("acknowledge" as const),
    atMs: timed.atMs,
    ids: fc.oneof(
      fc.array(fc.oneof(text, fc.constantFrom("007", "1", "2")), { maxLength: 4 }),
      fc
        .tuple(fc.nat(100), fc.nat(5))
        .map(([from, n]) => Array.from({ length: n }, (_, index) => String(from + index))),
    ),
  }),
  fc.record({
    kind: fc.constant("replace" as const),
    ...timed,
    candidateId: text,
    own: fc.array(hold, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("renew" as const), ...timed, metered: amounts }),
  fc.record({ kind: fc.constant("cancel" as const), ...timed, closing }),
  fc.record({ kind: fc.constant("reap" as const), ...timed }),
);

/** What comes back from a file: JSON knows no prototypes and no minus zero. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("the journal's events", () => {
  it("come back from their lines as they were, whatever came before them", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const items: Item[] = [];
        const encode = createEventEncoder((item) => items.push(asJson(item)));
        for (const one of events) encode(one);
        expect(asJson(createLineDecoder(3)(items))).toEqual(asJson(events));
      }),
      { numRuns: 300 },
    );
  });

  it("come back as they were where some before them could not be written", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.boolean()), { maxLength: 20 }), (tries) => {
        const items: Item[] = [];
        let isBroken = false;
        const isOne = (item: Item) => !Array.isArray(item) || ["admit", "settle", "record", "ack"].includes(item[0]);
        const encode = createEventEncoder((item) => {
          if (isBroken && isOne(item)) throw new TypeError("It cannot be written.");
          items.push(asJson(item));
        });
        for (const [one, fails] of tries) {
          isBroken = fails;
          if (fails) expect(() => encode(one)).toThrow("It cannot be written.");
          else encode(one);
        }
        const written = tries.filter(([, fails]) => !fails).map(([one]) => one);
        expect(asJson(createLineDecoder(3)(items))).toEqual(asJson(written));
      }),
      { numRuns: 300 },
    );
  });

  it("tell of a record no more than differs from the one before, and of lists that may have changed all", () => {
    const items: Item[] = [];
    const encode = createEventEncoder((item) => items.push(asJson(item)));
    const tags: string[] = ["a"];
    const record = (values: object) =>
      encode({
        kind: "record",
        atMs: 1,
        requestId: "r",
        closing: { outcome: "completed", fields: { a: 1, b: "x", c: null, none: [], tags, ...values } },
      });
    record({});
    tags[0] = "b";
    record({ b: "y" });
    record({ a: 2, b: "z", c: true });
    const packed = items.filter((item) => Array.isArray(item) && item[0] === "record").map((item) => asJson(item)[4]);
    expect(packed).toEqual([
      [0, 1, "x", null, [], ["a"]],
      [-1, 1, "y", 4, ["b"]],
      [0, 2, "z", true, [], ["b"]],
    ]);
    const tagsRead = createLineDecoder(3)(items).map((one) => one.kind === "record" && one.closing.fields["tags"]);
    expect(tagsRead).toEqual([["a"], ["b"], ["b"]]);
  });

  it("leave out what is undefined, as JSON does, and never shift what stands behind it", () => {
    const items: Item[] = [];
    const encode = createEventEncoder((item) => items.push(asJson(item)));
    const closing = (values: Record<string, unknown>) => ({ outcome: "completed" as const, fields: values });
    encode({ kind: "record", atMs: 1, requestId: "r", closing: closing({ a: undefined, b: 1, c: null }) });
    encode({ kind: "record", atMs: 2, requestId: "s", closing: closing({ a: 0, b: undefined, c: 2 }) });
    const read = createLineDecoder(3)(items);
    expect(read.map((one) => one.kind === "record" && one.closing.fields)).toEqual([
      { b: 1, c: null },
      { a: 0, c: 2 },
    ]);
  });

  it("write out names that somebody invents without end instead of numbering them for ever", () => {
    const lists: Item[] = [];
    const read = createLineDecoder(3);
    const encode = createEventEncoder((item) => {
      if (Array.isArray(item) && item[0] === "names") lists.push(item);
      else last = item;
      read([item]);
    });
    let last: Item | null = null;
    for (let n = 0; n < 10_050; n += 1)
      encode({ kind: "record", atMs: 1, requestId: "r", closing: { outcome: "failed", fields: { [`name ${n}`]: n } } });
    expect(lists).toHaveLength(10_000);
    expect(last).toEqual(["record", 0, "r", "failed", { "name 10049": 10_049 }]);
  });
});
