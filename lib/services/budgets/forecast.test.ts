import { describe, expect, it } from "vitest";
import { type ForecastFacts, forecastBudget } from "./forecast";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const dollars = (amount: number) => amount * 1_000_000_000;
const november: ForecastFacts = {
  spentNano: dollars(10),
  heldNano: 0,
  limitNano: dollars(100),
  countedMs: 10 * DAY_MS,
  periodStartMs: Date.parse("2026-11-01T00:00:00Z"),
  periodEndMs: Date.parse("2026-12-01T00:00:00Z"),
  nowMs: Date.parse("2026-11-11T00:00:00Z"),
  zone: "UTC",
};
const forecast = (facts: Partial<ForecastFacts>) => forecastBudget({ ...november, ...facts });

describe("a budget's forecast", () => {
  it("is that it lasts where the pace leaves something at the period's end", () => {
    expect(forecast({})).toEqual({
      outcome: "lasts",
      runs_out_at: null,
      precision: null,
      pace_cents_per_day: "100.0000000",
      projected_cents: "3000.0000000",
    });
    expect(forecast({ spentNano: dollars(33) }).outcome).toBe("lasts");
    expect(forecast({ spentNano: dollars(34) }).outcome).toBe("runs_out");
  });

  it("names a day where it is days away, an hour where it is hours away, and five minutes when it is near", () => {
    expect(forecast({ spentNano: dollars(50) })).toMatchObject({
      outcome: "runs_out",
      runs_out_at: "2026-11-21T00:00:00.000Z",
      precision: "day",
    });
    expect(forecast({ spentNano: dollars(95) })).toMatchObject({
      runs_out_at: "2026-11-11T12:00:00.000Z",
      precision: "hour",
    });
    expect(forecast({ spentNano: dollars(99.5) })).toMatchObject({
      runs_out_at: "2026-11-11T01:10:00.000Z",
      precision: "minute",
    });
  });

  it("never names a time that has passed", () => {
    const nowMs = november.nowMs + 60_000;
    expect(forecast({ spentNano: dollars(99.999), nowMs })).toMatchObject({
      runs_out_at: "2026-11-11T00:05:00.000Z",
      precision: "minute",
    });
  });

  it("counts days as the budget's zone does", () => {
    expect(forecast({ spentNano: dollars(50), zone: "America/New_York" }).runs_out_at).toBe("2026-11-20T05:00:00.000Z");
  });

  it("takes the pace of the time it has counted, not of the whole period", () => {
    const young = forecast({ spentNano: dollars(10), countedMs: DAY_MS });
    expect(young).toMatchObject({ outcome: "runs_out", pace_cents_per_day: "1000.0000000" });
  });

  it("says that nothing is left when what is spent and held fills it, and nothing while too little has been seen", () => {
    expect(forecast({ spentNano: dollars(60), heldNano: dollars(40) }).outcome).toBe("exhausted");
    expect(forecast({ limitNano: 0, spentNano: 0 }).outcome).toBe("exhausted");
    expect(forecast({ countedMs: HOUR_MS - 1 })).toMatchObject({ outcome: "too_early", runs_out_at: null });
    expect(forecast({ spentNano: 0 })).toMatchObject({ outcome: "idle", pace_cents_per_day: null });
  });

  it("stays a number at the most that one counter holds", () => {
    const most = Number.MAX_SAFE_INTEGER;
    const far = forecast({ spentNano: most - 1, limitNano: most, countedMs: HOUR_MS });
    expect(far).toMatchObject({ outcome: "runs_out", projected_cents: "900719925.4740991" });
  });
});
