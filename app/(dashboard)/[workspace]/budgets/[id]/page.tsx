import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { bindBudgetActions } from "@/app/(dashboard)/[workspace]/budgets/bind-actions";
import { readWorkspaceSlug } from "@/app/(dashboard)/[workspace]/route-params";
import { BudgetDetail } from "@/components/budgets/budget-detail";
import { AppError } from "@/lib/kernel/errors";
import { withViewer } from "@/lib/server/load";
import {
  can,
  getBudget,
  getBudgetCourse,
  listBudgetCrossings,
  listBudgetHistory,
  listSubjectChoices,
} from "@/lib/server/verbs";

export const metadata: Metadata = { title: "Budget" };

const PERIODS = 24;
const CROSSINGS = 20;
const Id = z.guid();

type BudgetPageProps = { params: Promise<{ workspace: string; id: string }> };

export default async function BudgetPage({ params }: BudgetPageProps) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const { id } = await params;
  if (!Id.safeParse(id).success) notFound();
  const budget = await getBudget({ ctx, input: { id } }).catch(missingIsNotFound);
  const [course, history, crossings, choices] = await Promise.all([
    getBudgetCourse({ ctx, input: { id } }),
    listBudgetHistory({ ctx, input: { id, limit: PERIODS } }),
    listBudgetCrossings({ ctx, input: { id, limit: CROSSINGS } }),
    listSubjectChoices({ ctx }),
  ]);
  return (
    <BudgetDetail
      workspace={workspace.slug}
      initial={{ budget, course, history: history.items, crossings: crossings.items }}
      choices={choices}
      actions={bindBudgetActions(workspace.slug)}
      canWrite={can(workspace.role, "budgets:write")}
    />
  );
}

function missingIsNotFound(cause: unknown): never {
  if (cause instanceof AppError && cause.code === "not_found") notFound();
  throw cause;
}
