import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/sign-out";
import { AppShell } from "@/components/layout/app-shell";
import { PanicBanner } from "@/components/panic/panic-banner";
import { toPanicState } from "@/components/panic/panic-state";
import { SIDEBAR_COOKIE } from "@/components/ui/sidebar-cookie";
import { withViewer } from "@/lib/server/load";
import { getWorkspace, listProjects } from "@/lib/server/verbs";
import { readWorkspaceSlug, type WorkspaceRoute } from "./route-params";

export async function generateMetadata({ params }: WorkspaceRoute): Promise<Metadata> {
  const { workspace } = await withViewer(await readWorkspaceSlug(params));
  return { title: { default: workspace.name, template: `%s · ${workspace.name} · Sluice` } };
}

export default async function WorkspaceLayout({ params, children }: WorkspaceRoute & { children: ReactNode }) {
  const { viewer, workspace, ctx } = await withViewer(await readWorkspaceSlug(params));
  const [current, projects] = await Promise.all([
    getWorkspace({ ctx, input: { id: workspace.id } }),
    listProjects({ ctx, input: { limit: 200 } }),
  ]);
  const isSidebarCollapsed = (await cookies()).get(SIDEBAR_COOKIE)?.value === "collapsed";
  return (
    <AppShell
      viewer={{ name: viewer.user.full_name, email: viewer.user.email }}
      current={workspace}
      workspaces={viewer.workspaces}
      isSidebarCollapsed={isSidebarCollapsed}
      signOut={signOut}
      banner={
        <PanicBanner
          workspace={workspace.slug}
          workspaceId={workspace.id}
          initial={toPanicState(current, projects.items)}
        />
      }
    >
      {children}
    </AppShell>
  );
}
