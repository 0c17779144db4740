import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidPeriod, parseDuration } from "./durations";
import { createPeriods, type PeriodPlan } from "./periods";

const at = (text: string) => Date.parse(text);
const calendar = (duration: string, zone = "UTC"): PeriodPlan => ({
  kind: "calendar",
  duration: parseDuration(duration),
  zone,
});
const anchored = (duration: string, anchor: string, zone = "UTC"): PeriodPlan => ({
  kind: "anchored",
  duration: parseDuration(duration),
  zone,
  anchorMs: at(anchor),
});

function spans(plan: PeriodPlan, now: string): string[] {
  const { current, next } = createPeriods(plan)(at(now));
  expect(next.startMs).toBe(current.endMs);
  return [current.startMs, current.endMs, next.endMs].map((ms) => new Date(ms).toISOString().replace(":00.000Z", "Z"));
}

describe("calendar periods", () => {
  it("start ISO weeks on Monday 00:00", () => {
    expect(spans(calendar("1w"), "2023-05-17T09:00Z")).toEqual([
      "2023-05-15T00:00Z",
      "2023-05-22T00:00Z",
      "2023-05-29T00:00Z",
    ]);
  });

  it("begin anew exactly on the boundary", () => {
    expect(spans(calendar("1d"), "2023-05-15T10:30Z")[1]).toBe("2023-05-16T00:00Z");
    expect(spans(calendar("1d"), "2023-05-16T00:00Z")[0]).toBe("2023-05-16T00:00Z");
  });

  it("know months, quarters, years and a fiscal year's first month", () => {
    expect(spans(calendar("1M"), "2024-02-29T12:00Z")).toEqual([
      "2024-02-01T00:00Z",
      "2024-03-01T00:00Z",
      "2024-04-01T00:00Z",
    ]);
    expect(spans(calendar("3M"), "2024-05-05T00:00Z")).toEqual([
      "2024-04-01T00:00Z",
      "2024-07-01T00:00Z",
      "2024-10-01T00:00Z",
    ]);
    expect(spans(calendar("1Y"), "2024-12-31T23:59Z")[1]).toBe("2025-01-01T00:00Z");
    expect(spans({ ...calendar("1Y"), firstMonth: 4 } as PeriodPlan, "2024-03-31T23:59Z")[0]).toBe("2023-04-01T00:00Z");
  });

  it("reset at local midnight on days of 23 and 25 hours", () => {
    expect(spans(calendar("1d", "Europe/Berlin"), "2024-03-31T10:00Z")).toEqual([
      "2024-03-30T23:00Z",
      "2024-03-31T22:00Z",
      "2024-04-01T22:00Z",
    ]);
    expect(spans(calendar("1d", "Europe/Berlin"), "2024-10-27T10:00Z")).toEqual([
      "2024-10-26T22:00Z",
      "2024-10-27T23:00Z",
      "2024-10-28T23:00Z",
    ]);
  });

  it("start at the first instant of a day whose midnight does not exist, or exists twice", () => {
    expect(spans(calendar("1d", "America/Sao_Paulo"), "2018-11-04T12:00Z")[0]).toBe("2018-11-04T03:00Z");
    expect(spans(calendar("1d", "America/Havana"), "2024-11-03T12:00Z")[0]).toBe("2024-11-03T04:00Z");
  });

  it("step over a day that a zone skipped", () => {
    expect(spans(calendar("1d", "Pacific/Apia"), "2011-12-29T12:00-10:00")).toEqual([
      "2011-12-29T10:00Z",
      "2011-12-30T10:00Z",
      "2011-12-31T10:00Z",
    ]);
  });

  it("are refused below a day and in unknown zones", () => {
    expect(() => createPeriods(calendar("1h"))).toThrow(InvalidPeriod);
    expect(() => createPeriods(calendar("1d", "Mars/Olympus"))).toThrow("Europe/Berlin");
  });
});

describe("anchored periods", () => {
  it("count months from the anchor, so that month ends do not drift", () => {
    expect(spans(anchored("1M", "2024-01-31T08:00Z"), "2024-03-30T00:00Z")).toEqual([
      "2024-02-29T08:00Z",
      "2024-03-31T08:00Z",
      "2024-04-30T08:00Z",
    ]);
  });

  it("keep the local time of day across a change of the clocks", () => {
    expect(spans(anchored("1d", "2024-03-29T09:00Z", "Europe/Berlin"), "2024-03-31T09:00Z")[0]).toBe(
      "2024-03-31T08:00Z",
    );
  });

  it("reach back before the anchor", () => {
    expect(spans(anchored("1w", "2024-06-05T00:00Z"), "2024-06-01T00:00Z").slice(0, 2)).toEqual([
      "2024-05-29T00:00Z",
      "2024-06-05T00:00Z",
    ]);
  });

  it("count hours and shorter in elapsed time", () => {
    expect(spans(anchored("6h", "2024-01-01T01:30Z"), "2024-01-01T08:00Z").slice(0, 2)).toEqual([
      "2024-01-01T07:30Z",
      "2024-01-01T13:30Z",
    ]);
  });
});

describe("fixed windows", () => {
  it("are aligned to the epoch up to a day and to the calendar beyond", () => {
    expect(spans({ kind: "fixed", windowMs: 600_000, zone: "UTC" }, "2024-01-01T12:09Z")[0]).toBe("2024-01-01T12:00Z");
    expect(spans({ kind: "fixed", windowMs: 7 * 86_400_000, zone: "UTC" }, "2023-05-17T12:00Z")[0]).toBe(
      "2023-05-15T00:00Z",
    );
    expect(spans({ kind: "fixed", windowMs: 7 * 86_400_000, zone: "Asia/Tokyo" }, "2023-05-17T12:00Z")[0]).toBe(
      "2023-05-14T15:00Z",
    );
  });

  it("are refused unless a positive whole number of milliseconds", () => {
    for (const windowMs of [0, -1, 1.5, Number.NaN])
      expect(() => createPeriods({ kind: "fixed", windowMs, zone: "UTC" })).toThrow(InvalidPeriod);
  });
});

describe("every plan", () => {
  const duration = fc.constantFrom("30s", "1h", "1d", "3d", "1w", "2w", "1M", "3M", "5M", "1Y");
  const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu");
  const instant = fc.integer({ min: at("1999-01-01"), max: at("2038-01-01") });

  it("covers time without gap or overlap, whatever was asked before", () => {
    fc.assert(
      fc.property(
        duration,
        zone,
        instant,
        fc.array(instant, { minLength: 1, maxLength: 4 }),
        (text, name, anchorMs, times) => {
          const plan: PeriodPlan = { kind: "anchored", duration: parseDuration(text), zone: name, anchorMs };
          const warm = createPeriods(plan);
          for (const now of times) {
            const { current, next } = warm(now);
            expect(current.startMs <= now && now < current.endMs && current.endMs < next.endMs).toBe(true);
            expect(warm(current.endMs).current).toEqual(next);
            expect(createPeriods(plan)(now)).toEqual({ current, next });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(["", "1", "d", "0d", "-1d", "1.5h", "1x", "1 d", "99999999999d", "999999999Y"])(
    "refuses the duration %j",
    (text) => {
      expect(() => parseDuration(text)).toThrow(InvalidPeriod);
    },
  );
});
