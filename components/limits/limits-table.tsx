import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table/data-table";
import { sortRows } from "@/components/data-table/sort-rows";
import type { LimitActions } from "@/components/limits/limit-actions";
import { limitColumns } from "@/components/limits/limit-columns";
import type { LimitDialog } from "@/components/limits/limit-dialogs";
import { LIMIT_STATUSES, limitSearchParams } from "@/components/limits/limit-search-params";
import { FilterSelect } from "@/components/logs/filter-select";
import { ListToolbar } from "@/components/metering/list-toolbar";
import { Pager, pageOf } from "@/components/metering/pager";
import { matchesRule, SCOPE_OPTIONS } from "@/components/metering/rule-filters";
import { RuleMenu } from "@/components/metering/rule-menu";
import { Card } from "@/components/ui/card";
import type { RateLimit } from "@/lib/services/rate-limits/schema";

const STATUS_OPTIONS = [
  { value: "active", label: "Enforced" },
  { value: "shadow", label: "Shadow" },
  { value: "disabled", label: "Switched off" },
];

type LimitsTableProps = {
  limits: readonly RateLimit[];
  update: LimitActions["update"];
  canWrite: boolean;
  onChanged: () => void;
  onOpen: (dialog: LimitDialog) => void;
};

/** The limits that match the filters of the URL, sorted and paged as it says. */
export function LimitsTable({ limits, update, canWrite, onChanged, onOpen }: LimitsTableProps) {
  const [state, setState] = useQueryStates(limitSearchParams);
  const columns = limitColumns(
    (limit) => <NameButton name={limit.name} onClick={() => void setState({ limit: limit.id })} />,
    (limit) =>
      canWrite && (
        <RuleMenu
          rule={limit}
          canReset={canReset(limit)}
          update={update}
          onChanged={onChanged}
          onOpen={(kind) => onOpen({ kind, limit })}
        />
      ),
  );
  const matching = limits.filter(
    (limit) => matchesRule(limit, state) && (state.status === null || statusOf(limit) === state.status),
  );
  const { rows, page } = pageOf(sortRows(matching, columns, state.sort), state.page);
  return (
    <div className="grid grid-cols-1 gap-3">
      <ListToolbar
        what="limit"
        text={state.q}
        isFiltered={state.status !== null || state.scope !== null || state.q !== ""}
        onText={(q) => void setState({ q, page: 1 })}
        onClear={() => void setState({ q: "", status: null, scope: null, page: 1 })}
      >
        <FilterSelect
          label="Status"
          value={state.status}
          options={STATUS_OPTIONS}
          onChange={(next) =>
            void setState({ status: LIMIT_STATUSES.find((known) => known === next) ?? null, page: 1 })
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
            caption="Limits"
            columns={columns}
            rows={rows}
            rowKey={(limit) => limit.id}
            selectedKey={state.limit}
            sort={{ value: state.sort, onChange: (sort) => void setState({ sort }) }}
          />
        ) : (
          <p className="p-8 text-center text-sm text-muted-foreground">No limit matches.</p>
        )}
      </Card>
      <Pager page={page} count={matching.length} onChange={(next) => void setState({ page: next })} />
    </div>
  );
}

function NameButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="w-full truncate rounded-sm text-left font-medium outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50"
    >
      {name}
    </button>
  );
}

function statusOf({ is_active: isActive, enforcement }: RateLimit): (typeof LIMIT_STATUSES)[number] {
  if (!isActive) return "disabled";
  return enforcement === "shadow" ? "shadow" : "active";
}

/** A bucket refills and parallel calls end: only windows hold usage that adds up. */
function canReset({ metric, strategy }: RateLimit): boolean {
  return metric !== "concurrency" && (strategy === "FIXED_WINDOW" || strategy === "SLIDING_WINDOW");
}
