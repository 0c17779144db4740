import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { PanicCard } from "@/components/panic/panic-card";
import { toPanicState } from "@/components/panic/panic-state";
import { WorkspaceForm } from "@/components/settings/workspace-form";
import { withViewer } from "@/lib/server/load";
import { can, getWorkspace } from "@/lib/server/verbs";
import { panicWorkspaceAction, updateWorkspaceAction } from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const current = await getWorkspace({ ctx, input: { id: workspace.id } });
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-3">
      <WorkspaceForm
        workspace={current}
        update={updateWorkspaceAction.bind(null, workspace.slug)}
        canWrite={can(workspace.role, "workspace:write")}
      />
      <PanicCard
        workspace={{ id: current.id, slug: current.slug, name: current.name }}
        initial={toPanicState(current, [])}
        panic={panicWorkspaceAction.bind(null, workspace.slug)}
        canPanic={can(workspace.role, "panic:write")}
      />
    </div>
  );
}
