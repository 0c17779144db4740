import { describe, expect, it } from "vitest";
import { InvalidPeriod } from "./durations";
import { type BudgetPlan, budgetPeriods, type WindowPlan, windowPeriods } from "./rule-periods";

const at = (text: string) => Date.parse(text);
const budget = (facts: Partial<BudgetPlan>): BudgetPlan => ({
  period: "MONTHLY",
  duration: null,
  calendar_aligned: true,
  timezone: "UTC",
  reset_anchor: null,
  ...facts,
});
const window = (facts: Partial<WindowPlan>): WindowPlan => ({
  window_ms: null,
  duration: null,
  calendar_aligned: false,
  timezone: "UTC",
  ...facts,
});
const spanOf = (periods: ReturnType<typeof budgetPeriods>, now: string) => {
  const { startMs, endMs } = periods(at(now)).current;
  return [startMs, endMs].map((ms) => new Date(ms).toISOString().replace(":00.000Z", "Z"));
};

describe("a budget's periods", () => {
  it.each([
    ["DAILY", "2023-05-17T00:00Z", "2023-05-18T00:00Z"],
    ["WEEKLY", "2023-05-15T00:00Z", "2023-05-22T00:00Z"],
    ["MONTHLY", "2023-05-01T00:00Z", "2023-06-01T00:00Z"],
    ["QUARTERLY", "2023-04-01T00:00Z", "2023-07-01T00:00Z"],
    ["YEARLY", "2023-01-01T00:00Z", "2024-01-01T00:00Z"],
    ["ROLLING", "2023-04-23T00:00Z", "2023-05-23T00:00Z"],
  ] as const)("%s, on the calendar: from %s to %s", (period, start, end) => {
    expect(spanOf(budgetPeriods(budget({ period })), "2023-05-17T09:00Z")).toEqual([start, end]);
  });

  it("follow a duration of their own, aligned or from an anchor", () => {
    expect(spanOf(budgetPeriods(budget({ duration: "1w" })), "2023-05-17T09:00Z")[1]).toBe("2023-05-22T00:00Z");
    const anchored = budget({ calendar_aligned: false, reset_anchor: "2023-01-10T06:00:00Z" });
    expect(spanOf(budgetPeriods(anchored), "2023-05-17T09:00Z")).toEqual(["2023-05-10T06:00Z", "2023-06-10T06:00Z"]);
    expect(spanOf(budgetPeriods({ ...anchored, duration: "12h" }), "2023-05-17T09:00Z")).toEqual([
      "2023-05-17T06:00Z",
      "2023-05-17T18:00Z",
    ]);
  });

  it("without an anchor follow the calendar from a day on, and the epoch below", () => {
    const free = budget({ calendar_aligned: false, timezone: "Europe/Berlin" });
    expect(spanOf(budgetPeriods({ ...free, duration: "1d" }), "2023-05-17T09:00Z")[0]).toBe("2023-05-16T22:00Z");
    for (const [duration, start] of [
      ["5h", "2023-05-17T09:00Z"],
      ["7m", "2023-05-17T09:53Z"],
      ["100s", "2023-05-17T09:58:20.000Z"],
    ] as const)
      expect(spanOf(budgetPeriods({ ...free, duration }), "2023-05-17T09:59:59Z")[0]).toBe(start);
  });

  it.each(["30s", "5m", "23h"])("of %s cannot be aligned to the calendar", (duration) => {
    expect(() => budgetPeriods(budget({ duration }))).toThrow(InvalidPeriod);
    expect(() => budgetPeriods(budget({ duration, reset_anchor: "2023-01-10T06:00:00Z" }))).toThrow("calendar-aligned");
  });

  it("in a zone that nobody knows are refused, and in one that skips an hour last 23", () => {
    expect(() => budgetPeriods(budget({ timezone: "Mars/Olympus" }))).toThrow("Mars/Olympus");
    const { startMs, endMs } = budgetPeriods(budget({ period: "DAILY", timezone: "Europe/Berlin" }))(
      at("2024-03-31T10:00Z"),
    ).current;
    expect(endMs - startMs).toBe(23 * 3_600_000);
  });
});

describe("a limit's windows", () => {
  it("are a minute unless told otherwise, in steps from the epoch", () => {
    expect(spanOf(windowPeriods(window({})), "2023-05-17T09:00:30Z")).toEqual([
      "2023-05-17T09:00Z",
      "2023-05-17T09:01Z",
    ]);
    expect(spanOf(windowPeriods(window({ window_ms: 600_000 })), "2023-05-17T09:09Z")[1]).toBe("2023-05-17T09:10Z");
  });

  it("go by `window_ms` where both are given, unless the duration is aligned", () => {
    const both = window({ window_ms: 60_000, duration: "1d" });
    expect(spanOf(windowPeriods(both), "2023-05-17T09:00:30Z")[1]).toBe("2023-05-17T09:01Z");
    expect(spanOf(windowPeriods({ ...both, calendar_aligned: true }), "2023-05-17T09:00:30Z")[1]).toBe(
      "2023-05-18T00:00Z",
    );
  });

  it("of a duration alone are steps from the epoch, by the zone's calendar from a day on", () => {
    expect(spanOf(windowPeriods(window({ duration: "5h" })), "2023-05-17T09:59Z")[0]).toBe("2023-05-17T09:00Z");
    const daily = window({ duration: "1d", timezone: "Europe/Berlin" });
    // The epoch was one in the morning in Berlin.
    expect(spanOf(windowPeriods(daily), "2023-05-17T09:59Z")[0]).toBe("2023-05-16T23:00Z");
  });

  it("shorter than a day cannot be aligned to the calendar", () => {
    expect(() => windowPeriods(window({ duration: "5h", calendar_aligned: true }))).toThrow("calendar-aligned");
  });
});
