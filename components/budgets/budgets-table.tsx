import { useQueryStates } from "nuqs";
import type { BudgetActions } from "@/components/budgets/budget-actions";
import { budgetColumns } from "@/components/budgets/budget-columns";
import type { BudgetDialog } from "@/components/budgets/budget-dialogs";
import { BUDGET_STATUSES, budgetSearchParams } from "@/components/budgets/budget-search-params";
import { DataTable } from "@/components/data-table/data-table";
import { sortRows } from "@/components/data-table/sort-rows";
import { FilterSelect } from "@/components/logs/filter-select";
import { ListToolbar } from "@/components/metering/list-toolbar";
import { Pager, pageOf } from "@/components/metering/pager";
import { matchesRule, SCOPE_OPTIONS } from "@/components/metering/rule-filters";
import { RuleMenu } from "@/components/metering/rule-menu";
import { Card } from "@/components/ui/card";
import type { Budget } from "@/lib/services/budgets/schema";

const STATUS_OPTIONS = [
  { value: "active", label: "Hard" },
  { value: "soft", label: "Soft" },
  { value: "disabled", label: "Switched off" },
];

type BudgetsTableProps = {
  workspace: string;
  budgets: readonly Budget[];
  update: BudgetActions["update"];
  canWrite: boolean;
  onChanged: () => void;
  onOpen: (dialog: BudgetDialog) => void;
};

/** The budgets that match the filters of the URL, sorted and paged as it says. */
export function BudgetsTable({ workspace, budgets, update, canWrite, onChanged, onOpen }: BudgetsTableProps) {
  const [state, setState] = useQueryStates(budgetSearchParams);
  const columns = budgetColumns(
    workspace,
    (budget) =>
      canWrite && (
        <RuleMenu
          rule={budget}
          canReset
          update={update}
          onChanged={onChanged}
          onOpen={(kind) => onOpen({ kind, budget })}
        />
      ),
  );
  const matching = budgets.filter(
    (budget) => matchesRule(budget, state) && (state.status === null || statusOf(budget) === state.status),
  );
  const { rows, page } = pageOf(sortRows(matching, columns, state.sort), state.page);
  return (
    <div className="grid grid-cols-1 gap-3">
      <ListToolbar
        what="budget"
        text={state.q}
        isFiltered={state.status !== null || state.scope !== null || state.q !== ""}
        onText={(q) => void setState({ q, page: 1 })}
        onClear={() => void setState({ q: "", status: null, scope: null, page: 1 })}
      >
        <FilterSelect
          label="Kind"
          value={state.status}
          options={STATUS_OPTIONS}
          onChange={(next) =>
            void setState({ status: BUDGET_STATUSES.find((known) => known === next) ?? null, page: 1 })
          }
        />
        <FilterSelect
          label="Applies to"
          value={state.scope}
          options={SCOPE_OPTIONS}
          onChange={(scope) => void setState({ scope, page: 1 })}
        />
      </ListToolbar>
      <Card className="overflow-hidden">
        {rows.length > 0 ? (
          <DataTable
            caption="Budgets"
            columns={columns}
            rows={rows}
            rowKey={(budget) => budget.id}
            sort={{ value: state.sort, onChange: (sort) => void setState({ sort }) }}
          />
        ) : (
          <p className="p-8 text-center text-sm text-muted-foreground">No budget matches.</p>
        )}
      </Card>
      <Pager page={page} count={matching.length} onChange={(next) => void setState({ page: next })} />
    </div>
  );
}

function statusOf({ is_active: isActive, is_hard_limit: isHard }: Budget): (typeof BUDGET_STATUSES)[number] {
  if (!isActive) return "disabled";
  return isHard ? "active" : "soft";
}
