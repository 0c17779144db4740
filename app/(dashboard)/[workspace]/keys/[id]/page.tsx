import type { Metadata } from "next";
import { keyActions } from "@/app/(dashboard)/[workspace]/keys/key-actions";
import { readRowId, readWorkspaceSlug } from "@/app/(dashboard)/[workspace]/route-params";
import { KeyDetailView } from "@/components/key-detail/key-detail-view";
import { orNotFound, withViewer } from "@/lib/server/load";
import {
  can,
  getApiKey,
  getEffectiveRules,
  getKeyUsage,
  listMembers,
  listProjects,
  listProviders,
} from "@/lib/server/verbs";

export const metadata: Metadata = { title: "Key" };

const LIMIT = 200;

type KeyRoute = { params: Promise<{ workspace: string; id: string }> };

export default async function KeyPage({ params }: KeyRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const one = { ctx, input: { id: readRowId((await params).id) } };
  const apiKey = await orNotFound(getApiKey(one));
  const [usage, rules, providers, projects, members] = await Promise.all([
    getKeyUsage(one),
    getEffectiveRules(one),
    listProviders({ ctx, input: { limit: LIMIT } }),
    listProjects({ ctx, input: { limit: LIMIT } }),
    listMembers({ ctx, input: { limit: LIMIT } }),
  ]);
  const owner = members.items.find(({ user_id }) => user_id === apiKey.created_by);
  return (
    <KeyDetailView
      workspace={workspace.slug}
      initial={{ apiKey, usage, rules }}
      ownerName={owner ? (owner.full_name ?? owner.email) : null}
      choices={{
        providers: providers.items.map(({ id, name, slug, dialect }) => ({ id, name, slug, dialect })),
        projects: projects.items.map(({ id, name }) => ({ id, name })),
      }}
      actions={keyActions(workspace.slug)}
      canWrite={can(workspace.role, "keys:write")}
    />
  );
}
