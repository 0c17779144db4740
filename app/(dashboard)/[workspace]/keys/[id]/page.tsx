import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { keyActions } from "@/app/(dashboard)/[workspace]/keys/key-actions";
import { readRowId, readWorkspaceSlug } from "@/app/(dashboard)/[workspace]/route-params";
import { keyDetailParams } from "@/components/key-detail/key-detail-params";
import { KeyDetailView } from "@/components/key-detail/key-detail-view";
import { OPEN_QUESTION, saidOf } from "@/components/key-detail/question";
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
import { GetEffectiveRulesInput } from "@/lib/services/effective-rules/schema";

export const metadata: Metadata = { title: "Key" };

const LIMIT = 200;

const loadSearch = createLoader(keyDetailParams);

type KeyRoute = { params: Promise<{ workspace: string; id: string }>; searchParams: Promise<SearchParams> };

export default async function KeyPage({ params, searchParams }: KeyRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const id = readRowId((await params).id);
  const { range, ...asked } = await loadSearch(searchParams);
  const apiKey = await orNotFound(getApiKey({ ctx, input: { id } }));
  // An edited address may ask what cannot be asked: the page then says so itself, beside the open question's answer.
  const isAskable = GetEffectiveRulesInput.safeParse({ id, ...saidOf(asked) }).success;
  const question = isAskable ? asked : OPEN_QUESTION;
  const [usage, rules, providers, projects, members] = await Promise.all([
    getKeyUsage({ ctx, input: { id, range } }),
    getEffectiveRules({ ctx, input: { id, ...saidOf(question) } }),
    listProviders({ ctx, input: { limit: LIMIT } }),
    listProjects({ ctx, input: { limit: LIMIT } }),
    listMembers({ ctx, input: { limit: LIMIT } }),
  ]);
  const owner = members.items.find(({ user_id }) => user_id === apiKey.created_by);
  return (
    <KeyDetailView
      workspace={workspace.slug}
      initial={{ apiKey, range, usage, question, rules }}
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
