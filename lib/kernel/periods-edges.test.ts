import { describe, expect, it } from "vitest";
import { InvalidPeriod, parseDuration } from "./durations";
import { createPeriods } from "./periods";
import { toInstant, toLocal } from "./zoned-time";

const at = (text: string) => Date.parse(text);
const HOUR_MS = 3_600_000;

describe("durations", () => {
  it("count to 100,000 in days and longer, and further in hours", () => {
    expect(parseDuration("100000d")).toEqual({ count: 100_000, unit: "d" });
    expect(() => parseDuration("100001d")).toThrow(InvalidPeriod);
    expect(parseDuration("999999999h").count).toBe(999_999_999);
  });

  it("say of a long text its first 40 characters", () => {
    const text = "0123456789".repeat(5);
    expect(() => parseDuration(text)).toThrow(`"${text.slice(0, 40)}" is not`);
  });
});

describe("fixed windows", () => {
  it("may be one millisecond", () => {
    const { current, next } = createPeriods({ kind: "fixed", windowMs: 1, zone: "UTC" })(5);
    expect([current, next]).toEqual([
      { startMs: 5, endMs: 6 },
      { startMs: 6, endMs: 7 },
    ]);
  });

  it("of a day follow the epoch in every zone, of 36 hours as well, of two days the zone's midnight", () => {
    const startOf = (hours: number) =>
      createPeriods({ kind: "fixed", windowMs: hours * HOUR_MS, zone: "Europe/Berlin" })(at("2024-01-10T12:00Z"))
        .current.startMs;
    expect(startOf(24)).toBe(at("2024-01-10T00:00Z"));
    expect(startOf(36) % (36 * HOUR_MS)).toBe(0);
    expect(startOf(48)).toBe(at("2024-01-09T23:00Z"));
    expect(startOf(14 * 24)).toBe(at("2024-01-07T23:00Z"));
  });
});

describe("local time", () => {
  it("is read and written across the clocks' changes, to the millisecond", () => {
    const zone = "Europe/Berlin";
    const dayOf = (month: number, day: number, hours: number, ms = 0) => ({
      year: 2024,
      month,
      day,
      msOfDay: hours * HOUR_MS + ms,
    });
    expect(toInstant(zone, dayOf(3, 31, 2))).toBe(at("2024-03-31T01:00Z"));
    expect(toInstant(zone, dayOf(3, 31, 2.5))).toBe(at("2024-03-31T01:00Z"));
    expect(toInstant(zone, dayOf(3, 31, 2, -1))).toBe(at("2024-03-31T01:00Z") - 1);
    expect(toInstant(zone, dayOf(3, 31, 3))).toBe(at("2024-03-31T01:00Z"));
    expect(toInstant(zone, dayOf(3, 31, 3, 1))).toBe(at("2024-03-31T01:00Z") + 1);
    expect(toInstant(zone, dayOf(10, 27, 2))).toBe(at("2024-10-27T00:00Z"));
    expect(toInstant(zone, dayOf(10, 27, 3))).toBe(at("2024-10-27T02:00Z"));
    for (const time of ["2024-03-31T00:59:59.999Z", "2024-10-27T01:30:00.001Z", "1969-12-31T23:00:00.500Z"])
      expect(toLocal(zone, at(time)).msOfDay % 60_000).toBe(((at(time) % 60_000) + 60_000) % 60_000);
    expect(toLocal(zone, at("2024-10-27T01:30:00.001Z"))).toEqual(dayOf(10, 27, 2.5, 1));
    expect(toLocal("UTC", at("2024-12-31T23:59:59.999Z"))).toEqual(dayOf(12, 31, 24, -1));
  });

  it("that was skipped is the end of the gap, to the millisecond, from wherever in the gap it is looked for", () => {
    for (let ms = 0; ms < HOUR_MS; ms += 7_919) {
      const local = { year: 2024, month: 3, day: 31, msOfDay: 2 * HOUR_MS + ms };
      expect(toInstant("Europe/Berlin", local)).toBe(at("2024-03-31T01:00Z"));
    }
  });

  it("of a zone that nobody knows is refused with its first 60 characters", () => {
    const zone = "Nowhere/".repeat(8);
    expect(() => toInstant(zone, { year: 2024, month: 1, day: 1, msOfDay: 0 })).toThrow(
      `"${zone.slice(0, 60)}" is not`,
    );
  });

  it("skips a day where a zone crossed the date line", () => {
    expect(toInstant("Pacific/Apia", { year: 2011, month: 12, day: 30, msOfDay: 0 })).toBe(at("2011-12-30T10:00Z"));
    expect(toInstant("Pacific/Apia", { year: 2011, month: 12, day: 31, msOfDay: 0 })).toBe(at("2011-12-30T10:00Z"));
  });
});
