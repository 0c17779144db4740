import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { KeysView } from "@/components/keys/keys-view";
import { withViewer } from "@/lib/server/load";
import { can, listApiKeys, listProjects, listProviders } from "@/lib/server/verbs";
import { keyActions } from "./key-actions";

export const metadata: Metadata = { title: "Keys" };

const LIMIT = 200;

export default async function KeysPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const [keys, providers, projects] = await Promise.all([
    listApiKeys({ ctx, input: { limit: LIMIT } }),
    listProviders({ ctx, input: { limit: LIMIT } }),
    listProjects({ ctx, input: { limit: LIMIT } }),
  ]);
  return (
    <KeysView
      workspace={workspace.slug}
      initial={keys.items}
      choices={{
        providers: providers.items.map(({ id, name, slug, dialect }) => ({ id, name, slug, dialect })),
        projects: projects.items.map(({ id, name }) => ({ id, name })),
      }}
      actions={keyActions(workspace.slug)}
      canWrite={can(workspace.role, "keys:write")}
    />
  );
}
