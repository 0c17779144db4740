import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { ManagementKeysView } from "@/components/settings/management-keys-view";
import { withViewer } from "@/lib/server/load";
import { can, listManagementKeys, listMembers, rolesUpTo, scopesOf } from "@/lib/server/verbs";
import { createManagementKeyAction, revokeManagementKeyAction } from "./actions";

export const metadata: Metadata = { title: "Management keys" };

const LIMIT = 200;

export default async function ManagementKeysPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const [keys, members] = await Promise.all([
    listManagementKeys({ ctx, input: { limit: LIMIT } }),
    listMembers({ ctx, input: { limit: LIMIT } }),
  ]);
  return (
    <ManagementKeysView
      workspace={workspace.slug}
      initial={keys.items}
      members={members.items.map(({ id, full_name, email }) => ({ id, name: full_name ?? email ?? "a member" }))}
      roles={rolesUpTo(workspace.role).map((role) => ({ role, scopes: scopesOf(role) }))}
      isAdmin={can(workspace.role, "workspace:write")}
      actions={{
        create: createManagementKeyAction.bind(null, workspace.slug),
        revoke: revokeManagementKeyAction.bind(null, workspace.slug),
      }}
    />
  );
}
