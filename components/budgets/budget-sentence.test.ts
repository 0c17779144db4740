import { expect, it } from "vitest";
import { type BudgetFacts, budgetSentence } from "./budget-sentence";

const budget: BudgetFacts = {
  subjects: [],
  per: [],
  amount_cents: "10000",
  soft_amount_cents: null,
  period: "MONTHLY",
  duration: null,
  calendar_aligned: true,
  timezone: "Europe/Berlin",
  is_hard_limit: true,
  alert_thresholds: [100, 50],
};
const sentence = (facts: Partial<BudgetFacts>) => budgetSentence({ ...budget, ...facts });

it("says who may spend how much in which period, and what happens then", () => {
  expect(sentence({})).toBe(
    "All calls of this workspace together may cost at most $100.00 in each calendar month (Europe/Berlin). A call that does not fit is refused with 402 before any money is spent. It alerts at 50% and 100%.",
  );
  expect(
    sentence({
      subjects: [{ dimension: "api_key", name: "Checkout" }],
      per: ["end_user"],
      amount_cents: "0.05",
      soft_amount_cents: "0.04",
      period: "ROLLING",
      duration: "7d",
      calendar_aligned: false,
      is_hard_limit: false,
      alert_thresholds: [],
    }),
  ).toBe(
    "Each end user in calls with key “Checkout” may cost at most $0.0005 in each 7 days. Nothing is refused: it only counts and alerts. It alerts at the soft amount of $0.0004.",
  );
});

it("reads on while no amount is typed", () => {
  expect(sentence({ amount_cents: null, alert_thresholds: [] })).toContain("at most $… in each");
});
