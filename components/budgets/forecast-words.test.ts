import { expect, it } from "vitest";
import type { BudgetForecast } from "@/lib/services/budgets/schema";
import { budgetTone, forecastWords } from "./forecast-words";

const forecast = (outcome: BudgetForecast["outcome"], more: Partial<BudgetForecast> = {}): BudgetForecast => ({
  outcome,
  runs_out_at: null,
  precision: null,
  pace_cents_per_day: null,
  projected_cents: null,
  ...more,
});
const words = (one: BudgetForecast | null) => forecastWords(one, (iso, style) => `${style} ${iso}`);

it("is as precise as the forecast and no more", () => {
  const at = "2026-11-29T00:00:00.000Z";
  expect(words(forecast("lasts"))).toEqual({ text: "Not before the period ends", tone: "success" });
  expect(words(forecast("runs_out", { runs_out_at: at, precision: "day" }))).toEqual({
    text: `About date ${at}`,
    tone: "warning",
  });
  expect(words(forecast("runs_out", { runs_out_at: at, precision: "hour" }))).toEqual({
    text: `About short ${at}`,
    tone: "danger",
  });
  expect(words(forecast("exhausted")).text).toBe("Nothing left");
  expect(words(forecast("too_early")).text).toBe("Too early to tell");
  expect(words(null).text).toBe("—");
});

it("alarms where a hard budget is spent, and warns where a soft one is or little is left", () => {
  expect(budgetTone({ forecast: forecast("exhausted"), is_hard_limit: true }, 1)).toBe("danger");
  expect(budgetTone({ forecast: forecast("exhausted"), is_hard_limit: false }, 1)).toBe("warning");
  expect(budgetTone({ forecast: forecast("runs_out"), is_hard_limit: true }, 0.1)).toBe("warning");
  expect(budgetTone({ forecast: forecast("too_early"), is_hard_limit: true }, 0.8)).toBe("warning");
  expect(budgetTone({ forecast: null, is_hard_limit: true }, 0.79)).toBe("success");
});
