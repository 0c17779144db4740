import { expect, it } from "vitest";
import { durationTextWords, durationWords, lengthWords, windowWords } from "./window-words";

it("names a length by the largest unit that keeps it whole", () => {
  expect(lengthWords(60_000)).toBe("minute");
  expect(lengthWords(90_000)).toBe("90 seconds");
  expect(lengthWords(7_200_000)).toBe("2 hours");
  expect(lengthWords(500)).toBe("500 milliseconds");
  expect(durationWords(1_000)).toBe("1 second");
});

it("names durations of the calendar, and windows with the zone that decides them", () => {
  expect(durationTextWords("1M")).toBe("month");
  expect(durationTextWords("3m")).toBe("3 minutes");
  expect(durationTextWords("soon")).toBe("…");
  const window = { window_ms: null, duration: "1d", calendar_aligned: true, timezone: "Europe/Berlin" };
  expect(windowWords(window)).toBe("calendar day (Europe/Berlin)");
  expect(windowWords({ ...window, calendar_aligned: false })).toBe("day");
  expect(windowWords({ ...window, duration: null })).toBe("…");
});
