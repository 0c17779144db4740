import "server-only";
import { serverEnv } from "@/lib/env";
import { AppError } from "@/lib/kernel/errors";
import { type ActorClaims, mintActorToken } from "@/lib/server/actor-token";
import type { LiveSession } from "@/lib/server/auth/session-store";
import { actorDatabase, reportFromVerb, sharedParts } from "@/lib/server/container";
import type { RequestFacts } from "@/lib/server/request-facts";
import { systemClock } from "@/lib/server/system-clock";
import { createUpstreamPolicy } from "@/lib/server/upstream-policy";
import type { AccountContext, ServiceContext } from "@/lib/services/context";

/** The context of a signed-in member outside any workspace. */
export function accountContext(session: LiveSession, facts: RequestFacts): AccountContext {
  return contextOf(session, facts, {});
}

/**
 * The context of a member in one of their workspaces. A workspace that is not theirs answers as one that does not exist.
 */
export function workspaceContext(session: LiveSession, slug: string, facts: RequestFacts): ServiceContext {
  const workspace = session.workspaces.find((one) => one.slug === slug);
  if (workspace === undefined) throw new AppError("not_found", "There is no such workspace.");
  const env = serverEnv();
  return {
    ...contextOf(session, facts, { workspaceId: workspace.id, role: workspace.role }),
    workspaceId: workspace.id,
    workspaceSlug: workspace.slug,
    role: workspace.role,
    upstreams: createUpstreamPolicy({
      isDemoWorkspace: workspace.isDemo,
      addresses: {
        privateUpstreams: env.SLUICE_PRIVATE_UPSTREAMS,
        demoUpstream: env.SLUICE_DEMO_ORIGIN === undefined ? null : new URL(env.SLUICE_DEMO_ORIGIN).host,
        internalPorts: env.SLUICE_INTERNAL_PORTS,
      },
    }),
  };
}

function contextOf(
  session: LiveSession,
  facts: RequestFacts,
  bounds: Pick<ActorClaims, "workspaceId" | "role">,
): AccountContext {
  const claims: ActorClaims = {
    userId: session.user.id,
    ...bounds,
    actor: "user",
    actorId: session.id,
    aal: session.aal,
    requestId: facts.requestId,
    ipAddress: facts.ipAddress,
    userAgent: facts.userAgent,
  };
  return {
    ...sharedParts(),
    actor: { kind: "user", userId: session.user.id, sessionId: session.id },
    requestId: facts.requestId,
    db: actorDatabase(() => mintActorToken(claims, serverEnv().SUPABASE_JWT_SECRET, systemClock.nowMs())),
    report: reportFromVerb(facts.requestId),
  };
}
