import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { asPrincipal } from "@/lib/server/principal";
import { readRequestFacts } from "@/lib/server/request-facts";
import { accountContext, workspaceContext } from "@/lib/server/service-context";
import { currentSession, toViewer } from "@/lib/server/session";
import { toAppError } from "@/lib/server/to-app-error";
import type { AccountContext, ServiceContext } from "@/lib/services/context";
import type { Viewer, WorkspaceMembership } from "@/lib/services/session/schema";

/**
 * What a page of a workspace needs. Leads to the sign-in without a session, and to "not found" for a workspace that is
 * not the viewer's, whether or not it exists.
 * @example
 * const { ctx } = await withViewer((await params).workspace);
 * const keys = await listApiKeys({ ctx, input: { limit: 200 } });
 */
export async function withViewer(
  slug: string,
): Promise<{ viewer: Viewer; workspace: WorkspaceMembership; ctx: ServiceContext }> {
  const session = await currentSession();
  if (session === null) redirect(`/sign-in?next=${encodeURIComponent(`/${slug}`)}`);
  const viewer = toViewer(session);
  const workspace = viewer.workspaces.find((one) => one.slug === slug);
  if (workspace === undefined) notFound();
  return { viewer, workspace, ctx: workspaceContext(asPrincipal(session), slug, readRequestFacts(await headers())) };
}

/** Leads to "not found" where a verb says so, whether the thing is missing or somebody else's. */
export async function orNotFound<Output>(work: Promise<Output>): Promise<Output> {
  try {
    return await work;
  } catch (cause) {
    if (toAppError(cause).code === "not_found") notFound();
    throw cause;
  }
}

/** As `withViewer`, for pages outside any workspace. */
export async function withAccount(): Promise<{ viewer: Viewer; ctx: AccountContext }> {
  const session = await currentSession();
  if (session === null) redirect("/sign-in");
  return { viewer: toViewer(session), ctx: accountContext(asPrincipal(session), readRequestFacts(await headers())) };
}
