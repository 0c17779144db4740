import {
  Budget,
  BudgetCourse,
  BudgetCrossing,
  BudgetPageInput,
  BudgetPeriodEntry,
  CreateBudgetInput,
  ListBudgetsInput,
  UpdateBudgetInput,
} from "@/lib/services/budgets/schema";
import { DriftEntry, ListDriftInput } from "@/lib/services/drift/schema";
import { IdInput, IdRow } from "@/lib/services/fields";
import { ListOpenHoldsInput, OpenHold } from "@/lib/services/open-holds/schema";
import {
  CreateRateLimitInput,
  ListRateLimitsInput,
  RateLimit,
  UpdateRateLimitInput,
} from "@/lib/services/rate-limits/schema";
import { endpointsOf } from "./endpoint";

const limits = endpointsOf("Rate limits");
const budgets = endpointsOf("Budgets");
const ledger = endpointsOf("Ledger");

export const ruleEndpoints = {
  "GET /rate-limits": limits.list({
    operationId: "listRateLimits",
    summary: "List rate limits with what is used and held right now",
    scope: "rate-limits:read",
    input: ListRateLimitsInput,
    output: RateLimit,
  }),
  "POST /rate-limits": limits.created({
    operationId: "createRateLimit",
    summary: "Add a rate limit, in force from the next call on",
    scope: "rate-limits:write",
    input: CreateRateLimitInput,
    output: RateLimit,
    example: { name: "60 a minute and end user", requests: 60, window_ms: 60000, per: ["end_user"] },
  }),
  "GET /rate-limits/{id}": limits.one({
    operationId: "getRateLimit",
    summary: "Get a rate limit with what is used and held right now",
    scope: "rate-limits:read",
    input: IdInput,
    output: RateLimit,
  }),
  "PATCH /rate-limits/{id}": limits.one({
    operationId: "updateRateLimit",
    summary: "Change a rate limit",
    scope: "rate-limits:write",
    input: UpdateRateLimitInput,
    output: RateLimit,
    example: { requests: 120 },
  }),
  "DELETE /rate-limits/{id}": limits.one({
    operationId: "deleteRateLimit",
    summary: "Take a rate limit away",
    scope: "rate-limits:write",
    input: IdInput,
    output: IdRow,
  }),
  "POST /rate-limits/{id}/reset": limits.one({
    operationId: "resetRateLimit",
    summary: "Set what is used in the running window to zero",
    scope: "rate-limits:write",
    input: IdInput,
    output: RateLimit,
  }),
  "GET /budgets": budgets.list({
    operationId: "listBudgets",
    summary: "List budgets with what is spent, held and left right now",
    scope: "budgets:read",
    input: ListBudgetsInput,
    output: Budget,
  }),
  "POST /budgets": budgets.created({
    operationId: "createBudget",
    summary: "Add a budget, in force from the next call on",
    scope: "budgets:write",
    input: CreateBudgetInput,
    output: Budget,
    example: { name: "Everything", amount_cents: 100000, period: "MONTHLY", timezone: "Europe/Berlin" },
  }),
  "GET /budgets/{id}": budgets.one({
    operationId: "getBudget",
    summary: "Get a budget with what is spent, held and left right now",
    scope: "budgets:read",
    input: IdInput,
    output: Budget,
  }),
  "PATCH /budgets/{id}": budgets.one({
    operationId: "updateBudget",
    summary: "Change a budget",
    scope: "budgets:write",
    input: UpdateBudgetInput,
    output: Budget,
    example: { amount_cents: "250000.5" },
  }),
  "DELETE /budgets/{id}": budgets.one({
    operationId: "deleteBudget",
    summary: "Take a budget away",
    scope: "budgets:write",
    input: IdInput,
    output: IdRow,
  }),
  "POST /budgets/{id}/reset": budgets.one({
    operationId: "resetBudget",
    summary: "Set what is spent in the running period to zero; rows and open holds stay",
    scope: "budgets:write",
    input: IdInput,
    output: Budget,
  }),
  "GET /budgets/{id}/history": budgets.list({
    operationId: "listBudgetHistory",
    summary: "List closed periods with what was spent in each",
    scope: "budgets:read",
    input: BudgetPageInput,
    output: BudgetPeriodEntry,
  }),
  "GET /budgets/{id}/crossings": budgets.list({
    operationId: "listBudgetCrossings",
    summary: "List thresholds that were reached",
    scope: "budgets:read",
    input: BudgetPageInput,
    output: BudgetCrossing,
  }),
  "GET /budgets/{id}/course": budgets.one({
    operationId: "getBudgetCourse",
    summary: "Get how the running period was spent so far",
    scope: "budgets:read",
    input: IdInput,
    output: BudgetCourse,
  }),
  "GET /open-holds": ledger.list({
    operationId: "listOpenHolds",
    summary: "List what requests in flight hold right now, oldest first",
    scope: "open-holds:read",
    input: ListOpenHoldsInput,
    output: OpenHold,
  }),
  "GET /drift": ledger.list({
    operationId: "listDrift",
    summary: "Compare every counter with its rows, adjustments and open holds",
    scope: "drift:read",
    input: ListDriftInput,
    output: DriftEntry,
  }),
};
