import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { ProvidersView } from "@/components/providers/providers-view";
import { withViewer } from "@/lib/server/load";
import { can, listProviders } from "@/lib/server/verbs";
import {
  createCredentialAction,
  createProviderAction,
  deleteCredentialAction,
  deleteProviderAction,
  updateCredentialAction,
  updateProviderAction,
} from "./actions";

export const metadata: Metadata = { title: "Providers" };

const LIMIT = 200;

export default async function ProvidersPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const providers = await listProviders({ ctx, input: { limit: LIMIT } });
  return (
    <ProvidersView
      workspace={workspace.slug}
      initial={providers.items}
      actions={{
        create: createProviderAction.bind(null, workspace.slug),
        update: updateProviderAction.bind(null, workspace.slug),
        remove: deleteProviderAction.bind(null, workspace.slug),
        createCredential: createCredentialAction.bind(null, workspace.slug),
        updateCredential: updateCredentialAction.bind(null, workspace.slug),
        removeCredential: deleteCredentialAction.bind(null, workspace.slug),
      }}
      canWrite={can(workspace.role, "providers:write")}
    />
  );
}
