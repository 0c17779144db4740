import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { ProjectsView } from "@/components/projects/projects-view";
import { withViewer } from "@/lib/server/load";
import { can, listApiKeys, listProjects } from "@/lib/server/verbs";
import { createProjectAction, deleteProjectAction, panicProjectAction, updateProjectAction } from "./actions";

export const metadata: Metadata = { title: "Projects" };

const LIMIT = 200;

export default async function ProjectsPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const [projects, keys] = await Promise.all([
    listProjects({ ctx, input: { limit: LIMIT } }),
    listApiKeys({ ctx, input: { limit: LIMIT } }),
  ]);
  return (
    <ProjectsView
      workspace={workspace.slug}
      initial={{ projects: projects.items, keys: keys.items }}
      actions={{
        create: createProjectAction.bind(null, workspace.slug),
        update: updateProjectAction.bind(null, workspace.slug),
        remove: deleteProjectAction.bind(null, workspace.slug),
        panic: panicProjectAction.bind(null, workspace.slug),
      }}
      canWrite={can(workspace.role, "projects:write")}
    />
  );
}
