import fc from "fast-check";
import { expect, it } from "vitest";
import { createRows } from "@/lib/ledger/model/rows";
import { putText } from "@/lib/ledger/model/texts";
import { createJsonRun } from "./json-run";

const value = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 20 }),
  fc.constantFrom(0, 1, 9, 10, 99, 100, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER, -1, -17, 33.25),
  fc.nat(),
);

it("writes lists of numbers and texts as JSON does, one after another", () => {
  fc.assert(
    fc.property(fc.array(fc.array(value, { maxLength: 30 }), { maxLength: 4 }), (lists) => {
      const rows = createRows();
      const run = createJsonRun('"head"');
      for (const list of lists) {
        for (const one of list) {
          if (typeof one === "number") run.number(one);
          else run.string(rows, putText(rows, one));
        }
        expect(run.hasValues()).toBe(list.length > 0);
        expect(Buffer.from(run.take()).toString("utf8")).toBe(JSON.stringify(["head", ...list]));
      }
    }),
  );
});

it("grows with what is written", () => {
  const rows = createRows();
  const run = createJsonRun('"head"');
  const long = '"'.repeat(50_000);
  const subjects = Array.from({ length: 5_000 }, (_, n) => `end-user-${n}`);
  for (const subject of [...subjects, long]) run.string(rows, putText(rows, subject));
  for (const n of subjects.keys()) run.number(n);
  expect(JSON.parse(Buffer.from(run.take()).toString("utf8"))).toEqual(["head", ...subjects, long, ...subjects.keys()]);
});
