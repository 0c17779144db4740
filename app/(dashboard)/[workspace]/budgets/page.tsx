import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { BudgetsView } from "@/components/budgets/budgets-view";
import { withViewer } from "@/lib/server/load";
import { can, listBudgets, listSubjectChoices } from "@/lib/server/verbs";
import { bindBudgetActions } from "./bind-actions";

export const metadata: Metadata = { title: "Budgets" };

const LIMIT = 200;

export default async function BudgetsPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const [budgets, choices] = await Promise.all([
    listBudgets({ ctx, input: { limit: LIMIT } }),
    listSubjectChoices({ ctx }),
  ]);
  return (
    <BudgetsView
      workspace={workspace.slug}
      initial={budgets.items}
      choices={choices}
      actions={bindBudgetActions(workspace.slug)}
      canWrite={can(workspace.role, "budgets:write")}
    />
  );
}
