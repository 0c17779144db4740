import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { LimitsView } from "@/components/limits/limits-view";
import { withViewer } from "@/lib/server/load";
import { can, listRateLimits, listSubjectChoices } from "@/lib/server/verbs";
import { createRateLimitAction, deleteRateLimitAction, resetRateLimitAction, updateRateLimitAction } from "./actions";

export const metadata: Metadata = { title: "Limits" };

const LIMIT = 200;

export default async function LimitsPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const [limits, choices] = await Promise.all([
    listRateLimits({ ctx, input: { limit: LIMIT } }),
    listSubjectChoices({ ctx }),
  ]);
  return (
    <LimitsView
      workspace={workspace.slug}
      initial={limits.items}
      choices={choices}
      actions={{
        create: createRateLimitAction.bind(null, workspace.slug),
        update: updateRateLimitAction.bind(null, workspace.slug),
        reset: resetRateLimitAction.bind(null, workspace.slug),
        remove: deleteRateLimitAction.bind(null, workspace.slug),
      }}
      canWrite={can(workspace.role, "rate-limits:write")}
    />
  );
}
