import type { ReactNode } from "react";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { PageHeader } from "@/components/layout/page-header";
import { SettingsNav } from "@/components/settings/settings-nav";

export default async function SettingsLayout({ params, children }: WorkspaceRoute & { children: ReactNode }) {
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsNav workspace={await readWorkspaceSlug(params)} />
      {children}
    </>
  );
}
