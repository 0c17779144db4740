"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PencilIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { BudgetActions } from "@/components/budgets/budget-actions";
import { BudgetCharts } from "@/components/budgets/budget-charts";
import { BudgetStatus } from "@/components/budgets/budget-columns";
import { BudgetCounters } from "@/components/budgets/budget-counters";
import { BudgetCrossingsCard } from "@/components/budgets/budget-crossings";
import { type BudgetDialog, BudgetDialogs } from "@/components/budgets/budget-dialogs";
import { BudgetSummary } from "@/components/budgets/budget-summary";
import {
  type BudgetCrossings,
  type BudgetHistory,
  budgetCourseQuery,
  budgetCrossingsQuery,
  budgetHistoryQuery,
  budgetQuery,
} from "@/components/budgets/budgets-query";
import { DriftTable } from "@/components/holds/drift-table";
import { openHoldsQuery } from "@/components/holds/holds-query";
import { HoldsTable } from "@/components/holds/holds-table";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { RuleMenu } from "@/components/metering/rule-menu";
import { Button } from "@/components/ui/button";
import type { Budget, BudgetCourse } from "@/lib/services/budgets/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";
import { cn } from "@/lib/ui/cn";

type BudgetDetailProps = {
  workspace: string;
  initial: { budget: Budget; course: BudgetCourse; history: BudgetHistory; crossings: BudgetCrossings };
  choices: readonly SubjectChoice[];
  actions: BudgetActions;
  canWrite: boolean;
};

export function BudgetDetail({ workspace, initial, choices, actions, canWrite }: BudgetDetailProps) {
  const client = useQueryClient();
  const router = useRouter();
  const [dialog, setDialog] = useState<BudgetDialog | null>(null);
  const [isDeleted, setIsDeleted] = useState(false);
  const { id } = initial.budget;
  // Nobody asks about a budget while it is being deleted, and after.
  const enabled = !isDeleted && dialog?.kind !== "delete";
  const { data: budget, error } = useQuery({ ...budgetQuery(workspace, id), initialData: initial.budget, enabled });
  const { data: course } = useQuery({ ...budgetCourseQuery(workspace, id), initialData: initial.course, enabled });
  const { data: history } = useQuery({ ...budgetHistoryQuery(workspace, id), initialData: initial.history, enabled });
  const { data: crossings } = useQuery({
    ...budgetCrossingsQuery(workspace, id),
    initialData: initial.crossings,
    enabled,
  });
  const { data: holds } = useQuery(openHoldsQuery(workspace, id));
  const refresh = () => void client.invalidateQueries({ queryKey: [workspace, "budget", id] });
  return (
    <>
      <PageHeader title={budget.name} {...(budget.description ? { description: budget.description } : {})}>
        <StaleNotice error={error} />
        <BudgetStatus budget={budget} />
        {canWrite && (
          <>
            <Button size="sm" variant="outline" onClick={() => setDialog({ kind: "edit", budget })}>
              <PencilIcon /> Edit
            </Button>
            <RuleMenu
              rule={budget}
              canReset
              update={actions.update}
              onChanged={refresh}
              onOpen={(kind) => setDialog({ kind, budget })}
            />
          </>
        )}
      </PageHeader>
      <div className="grid grid-cols-1 gap-3">
        <BudgetSummary budget={budget} />
        <BudgetCharts budget={budget} course={course} history={history} />
        <div className={cn("grid grid-cols-1 gap-3", budget.per.length > 0 && "lg:grid-cols-2")}>
          {budget.per.length > 0 && <BudgetCounters budget={budget} />}
          <BudgetCrossingsCard budget={budget} crossings={crossings} />
        </div>
        {holds && <HoldsTable page={holds} description="Calls in flight that reserve money of this budget." />}
        {budget.is_active && <DriftTable workspace={workspace} ruleId={id} />}
      </div>
      {dialog && (
        <BudgetDialogs
          dialog={dialog}
          choices={choices}
          actions={actions}
          onChanged={refresh}
          onDeleted={() => {
            setIsDeleted(true);
            setDialog(null);
            router.push(`/${workspace}/budgets`);
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
