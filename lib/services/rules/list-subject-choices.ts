import { z } from "zod";
import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { SubjectChoice } from "./schema";

const MOST_OF_EACH = 500;

/** What a new rule of the workspace may name, by name. */
export async function listSubjectChoices({ ctx }: { ctx: ServiceContext }): Promise<SubjectChoice[]> {
  requireScope(ctx, "budgets:read");
  const { data } = await ctx.db
    .rpc("rule_subject_choices", { p_workspace: ctx.workspaceId, p_limit: MOST_OF_EACH })
    .throwOnError();
  return z.array(SubjectChoice).parse(data);
}
