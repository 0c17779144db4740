import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { readSubjectNames, subjectsOfCounter, withNames } from "@/lib/services/rules/subject-names";
import { loadBudgetRow } from "./load";
import { type BudgetCrossing, BudgetPageInput } from "./schema";

const COLUMNS =
  "id, created_at, period_start_date, threshold, is_soft, used_cents::text, limit_cents::text, subject, request_id";

/** Thresholds that the spending of a budget reached, newest first. */
export async function listBudgetCrossings(call: {
  ctx: ServiceContext;
  input: BudgetPageInput;
}): Promise<Page<BudgetCrossing>> {
  const { ctx } = call;
  requireScope(ctx, "budgets:read");
  const input = BudgetPageInput.parse(call.input);
  const { per } = await loadBudgetRow(ctx, input.id);

  let query = ctx.db
    .from("budget_crossings")
    .select(COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("budget_id", input.id)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  const names = await readSubjectNames(
    ctx,
    data.flatMap(({ subject }) => subjectsOfCounter(per, subject)),
  );
  return keysetPage(data, input.limit, ({ subject, threshold, ...row }) => ({
    ...row,
    threshold: Number(threshold),
    parts: withNames(subjectsOfCounter(per, subject), names),
  }));
}
