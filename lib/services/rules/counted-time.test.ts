import { expect, it } from "vitest";
import { countedMs } from "./counted-time";

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);
const within = (counted: string) => countedMs(counted, at("10:00:00"), at("12:00:00")) / 60_000;

it("adds up the spans in which a rule counted, within the period alone", () => {
  expect(within("{(,)}")).toBe(120);
  expect(within('{["2026-11-01 00:00:00+00",)}')).toBe(120);
  expect(within('{["2026-11-21 11:30:00+00",)}')).toBe(30);
  expect(within('{["2026-11-21 09:00:00+00","2026-11-21 10:10:00.5+00"),["2026-11-21 13:00:00+01",)}')).toBeCloseTo(
    10.008,
    2,
  );
  expect(within('{["2026-11-21 09:00:00+00","2026-11-21 10:10:00+00"),["2026-11-21 12:30:00+01",)}')).toBe(40);
  expect(within("{}")).toBe(0);
});
