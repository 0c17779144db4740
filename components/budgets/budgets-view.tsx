"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PlusIcon, WalletIcon } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import type { BudgetActions } from "@/components/budgets/budget-actions";
import { type BudgetDialog, BudgetDialogs, CreateBudgetDialog } from "@/components/budgets/budget-dialogs";
import { budgetSearchParams } from "@/components/budgets/budget-search-params";
import { budgetsQuery } from "@/components/budgets/budgets-query";
import { BudgetsTable } from "@/components/budgets/budgets-table";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { RuleEmpty } from "@/components/metering/rule-empty";
import { Button } from "@/components/ui/button";
import type { Budget } from "@/lib/services/budgets/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";
import { queryKeys } from "@/lib/ui/query-keys";

type BudgetsViewProps = {
  workspace: string;
  initial: Budget[];
  choices: readonly SubjectChoice[];
  actions: BudgetActions;
  canWrite: boolean;
};

export function BudgetsView({ workspace, initial, choices, actions, canWrite }: BudgetsViewProps) {
  const client = useQueryClient();
  const [state, setState] = useQueryStates(budgetSearchParams);
  const [dialog, setDialog] = useState<BudgetDialog | null>(null);
  const { data: budgets, error } = useQuery({ ...budgetsQuery(workspace), initialData: initial });
  const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.budgets(workspace) });
  const create = () => void setState({ new: true });
  const shared = { choices, actions, onChanged: refresh };
  return (
    <>
      <PageHeader
        title="Budgets"
        description="How much money may be spent, by whom and in which period. What is spent and held is counted live."
      >
        <StaleNotice error={error} />
        {canWrite && budgets.length > 0 && (
          <Button size="sm" onClick={create}>
            <PlusIcon /> Create budget
          </Button>
        )}
      </PageHeader>
      {budgets.length === 0 ? (
        <RuleEmpty
          icon={WalletIcon}
          title="No budgets yet"
          description="A budget reserves what a call may cost before it is sent and settles by what it did cost, so that no amount is ever exceeded."
          createLabel="Create budget"
          onCreate={canWrite ? create : null}
        />
      ) : (
        <BudgetsTable
          workspace={workspace}
          budgets={budgets}
          update={actions.update}
          canWrite={canWrite}
          onChanged={refresh}
          onOpen={setDialog}
        />
      )}
      {state.new && canWrite && <CreateBudgetDialog {...shared} onClose={() => void setState({ new: false })} />}
      {dialog && <BudgetDialogs {...shared} dialog={dialog} onClose={() => setDialog(null)} />}
    </>
  );
}
