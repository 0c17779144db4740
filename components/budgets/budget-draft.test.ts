import { describe, expect, it } from "vitest";
import { type Budget, CreateBudgetInput } from "@/lib/services/budgets/schema";
import { budgetDraftOf, budgetInput, newBudgetDraft } from "./budget-draft";

const draft = { ...newBudgetDraft("Europe/Berlin"), name: "a budget", amount: "12.5" };

describe("a budget's draft", () => {
  it("is input that the server takes, with money to its last digit", () => {
    const input = budgetInput({ ...draft, softAmount: "0.000000001" });
    expect(CreateBudgetInput.safeParse(input).success).toBe(true);
    expect(input).toMatchObject({
      amount_cents: "1250",
      soft_amount_cents: "0.0000001",
      period: "MONTHLY",
      calendar_aligned: true,
      reset_anchor: null,
      alert_thresholds: [50, 80, 100],
    });
  });

  it("passes on what is no amount or threshold, so that the server names the field", () => {
    const result = CreateBudgetInput.safeParse(budgetInput({ ...draft, amount: "much", thresholds: "half" }));
    expect(result.error?.issues.map((issue) => issue.path[0])).toEqual(
      expect.arrayContaining(["amount_cents", "alert_thresholds"]),
    );
    expect(CreateBudgetInput.safeParse(budgetInput({ ...draft, amount: "" })).success).toBe(false);
  });

  it("aligns no length below a day, and counts from now where no date is given", () => {
    const hourly = budgetInput({ ...draft, period: "ROLLING", duration: "6h" });
    expect(hourly).toMatchObject({ duration: "6h", calendar_aligned: false });
    expect(hourly).not.toHaveProperty("reset_anchor");
  });

  it("keeps an untouched anchor to the millisecond", () => {
    const before = {
      ...budgetInput(draft),
      calendar_aligned: false,
      reset_anchor: "2026-11-21T10:00:12.345+00:00",
      amount_cents: "1250.0000000",
      soft_amount_cents: null,
      override_amount_cents: null,
      override_until: null,
    } as unknown as Budget;
    const edited = budgetDraftOf(before);
    expect(budgetInput(edited, before)).toMatchObject({ reset_anchor: before.reset_anchor, amount_cents: "1250" });
  });
});
