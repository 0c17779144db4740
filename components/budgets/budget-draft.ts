import { NAMED_COLUMNS } from "@/components/metering/dimension-words";
import { namedSubjects, type Subjects } from "@/components/metering/subject-fields";
import type { Budget, CreateBudgetInput } from "@/lib/services/budgets/schema";
import { SUBJECT_COLUMNS, type SubjectChoice } from "@/lib/services/rules/schema";
import { centsFromDollars, dollarsFromCents } from "@/lib/ui/dollar-input";
import type { BudgetFacts } from "./budget-sentence";

/** What the form holds while it is typed: amounts are dollars as text. */
export type BudgetDraft = {
  name: string;
  description: string;
  subjects: Subjects;
  per: string[];
  amount: string;
  softAmount: string;
  period: Budget["period"];
  duration: string;
  isAligned: boolean;
  timezone: string;
  /** A time in the viewer's zone, as a date field takes it; empty counts from now. */
  anchor: string;
  isHard: boolean;
  thresholds: string;
  overrideAmount: string;
  overrideUntil: string;
};

export function newBudgetDraft(timezone: string): BudgetDraft {
  return {
    name: "",
    description: "",
    subjects: {},
    per: [],
    amount: "",
    softAmount: "",
    period: "MONTHLY",
    duration: "30d",
    isAligned: true,
    timezone,
    anchor: "",
    isHard: true,
    thresholds: "50, 80, 100",
    overrideAmount: "",
    overrideUntil: "",
  };
}

export function budgetDraftOf(budget: Budget): BudgetDraft {
  const named = NAMED_COLUMNS.flatMap((column) => (budget[column] === null ? [] : [[column, budget[column]] as const]));
  return {
    name: budget.name,
    description: budget.description ?? "",
    subjects: Object.fromEntries(named),
    per: budget.per.map((dimension) => dimension.replace(/_(?:id|pattern)$/, "")),
    amount: dollarsFromCents(budget.amount_cents),
    softAmount: dollarsFromCents(budget.soft_amount_cents),
    period: budget.period,
    duration: budget.duration ?? "30d",
    isAligned: budget.calendar_aligned,
    timezone: budget.timezone,
    anchor: localTime(budget.reset_anchor),
    isHard: budget.is_hard_limit,
    thresholds: budget.alert_thresholds.join(", "),
    overrideAmount: dollarsFromCents(budget.override_amount_cents),
    overrideUntil: localTime(budget.override_until),
  };
}

/** A budget of a length of its own follows the calendar from a day on. */
export function canAlign({ period, duration }: Pick<BudgetDraft, "period" | "duration">): boolean {
  return period !== "ROLLING" || /[dwMY]$/.test(duration.trim());
}

/** Everything is said, so that what was cleared is cleared. An amount that is none is passed on as typed: the server names it. */
export function budgetInput(draft: BudgetDraft, before: Budget | null = null): CreateBudgetInput {
  const isAligned = draft.isAligned && canAlign(draft);
  return {
    name: draft.name,
    description: draft.description === "" ? null : draft.description,
    ...Object.fromEntries(SUBJECT_COLUMNS.map((column) => [column, draft.subjects[column] ?? null])),
    per: draft.per as CreateBudgetInput["per"],
    amount_cents: amountOf(draft.amount) ?? "",
    soft_amount_cents: amountOf(draft.softAmount),
    period: draft.period,
    duration: draft.period === "ROLLING" ? draft.duration.trim() : null,
    calendar_aligned: isAligned,
    timezone: draft.timezone,
    ...(isAligned ? { reset_anchor: null } : anchorInput(draft, before)),
    is_hard_limit: draft.isHard,
    alert_thresholds: thresholdsOf(draft.thresholds),
    override_amount_cents: amountOf(draft.overrideAmount),
    override_until: instantOf(draft.overrideUntil),
  };
}

/** The draft as the sentence takes it. */
export function budgetFacts(draft: BudgetDraft, choices: readonly SubjectChoice[]): BudgetFacts {
  return {
    subjects: namedSubjects(draft.subjects, choices),
    per: draft.per,
    amount_cents: centsFromDollars(draft.amount),
    soft_amount_cents: centsFromDollars(draft.softAmount),
    period: draft.period,
    duration: draft.period === "ROLLING" ? draft.duration.trim() : null,
    calendar_aligned: draft.isAligned && canAlign(draft),
    timezone: draft.timezone,
    is_hard_limit: draft.isHard,
    alert_thresholds: thresholdsOf(draft.thresholds).filter((threshold) => Number.isFinite(threshold)),
  };
}

/** An anchor that was not touched stays to the millisecond, so that the running period goes on. */
function anchorInput(draft: BudgetDraft, before: Budget | null): Pick<CreateBudgetInput, "reset_anchor"> {
  if (before?.reset_anchor && draft.anchor === localTime(before.reset_anchor))
    return { reset_anchor: before.reset_anchor };
  const anchor = instantOf(draft.anchor);
  return anchor === null ? {} : { reset_anchor: anchor };
}

function amountOf(text: string): string | null {
  return text.trim() === "" ? null : (centsFromDollars(text) ?? text);
}

function thresholdsOf(text: string): number[] {
  return text
    .split(/[\s,;%]+/)
    .filter(Boolean)
    .map(Number);
}

/** `2026-11-21T10:00` as a date field shows it in the viewer's zone. */
function localTime(iso: string | null): string {
  if (iso === null) return "";
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function instantOf(local: string): string | null {
  if (local === "") return null;
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? local : date.toISOString();
}
