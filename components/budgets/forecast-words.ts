import type { Budget, BudgetForecast } from "@/lib/services/budgets/schema";
import type { Tone } from "@/lib/ui/request-status";

type Standing = Pick<Budget, "forecast" | "is_hard_limit">;
type ForecastWords = { text: string; tone: Tone };

/** When the money runs out, no more precisely than the forecast knows it; `time` says an instant in the budget's zone. */
export function forecastWords(
  forecast: BudgetForecast | null,
  time: (iso: string, style: "date" | "short") => string,
): ForecastWords {
  if (forecast === null) return { text: "—", tone: "neutral" };
  switch (forecast.outcome) {
    case "exhausted":
      return { text: "Nothing left", tone: "danger" };
    case "idle":
      return { text: "Nothing spent yet", tone: "neutral" };
    case "too_early":
      return { text: "Too early to tell", tone: "neutral" };
    case "lasts":
      return { text: "Not before the period ends", tone: "success" };
    case "runs_out":
      return {
        text:
          forecast.runs_out_at === null
            ? "Before the period ends"
            : `About ${time(forecast.runs_out_at, forecast.precision === "day" ? "date" : "short")}`,
        tone: forecast.precision === "day" ? "warning" : "danger",
      };
  }
}

const NEAR = 0.8;

/** How a budget stands, for its bar: `taken` is the share of it that is spent or held. */
export function budgetTone({ forecast, is_hard_limit: isHard }: Standing, taken: number): Tone {
  if (forecast?.outcome === "exhausted" || taken >= 1) return isHard ? "danger" : "warning";
  return forecast?.outcome === "runs_out" || taken >= NEAR ? "warning" : "success";
}
