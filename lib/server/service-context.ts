import "server-only";
import { serverEnv } from "@/lib/env";
import { AppError } from "@/lib/kernel/errors";
import { type ActorClaims, mintActorToken } from "@/lib/server/actor-token";
import { actorDatabase, reportFromVerb, sharedParts } from "@/lib/server/container";
import type { Principal } from "@/lib/server/principal";
import type { RequestFacts } from "@/lib/server/request-facts";
import { systemClock } from "@/lib/server/system-clock";
import { createUpstreamPolicy } from "@/lib/server/upstream-policy";
import type { AccountContext, ServiceContext } from "@/lib/services/context";

/** The context of somebody outside any workspace. A management key stays in its own even here. */
export function accountContext(principal: Principal, facts: RequestFacts): AccountContext {
  const [own] = principal.workspaces;
  const isBound = principal.actor.kind === "management_key" && own !== undefined;
  return contextOf(principal, facts, isBound ? { workspaceId: own.id, role: own.role } : {});
}

/**
 * The context of somebody in one of their workspaces; a management key need not name its own. A workspace that is not
 * theirs answers as one that does not exist.
 */
export function workspaceContext(principal: Principal, slug: string | null, facts: RequestFacts): ServiceContext {
  const workspace = chosenWorkspace(principal, slug);
  if (workspace === undefined) throw new AppError("not_found", "There is no such workspace.");
  const env = serverEnv();
  return {
    ...contextOf(principal, facts, { workspaceId: workspace.id, role: workspace.role }),
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

function chosenWorkspace({ actor, workspaces }: Principal, slug: string | null) {
  if (slug !== null) return workspaces.find((one) => one.slug === slug);
  if (actor.kind === "management_key") return workspaces[0];
  const message = "Name the workspace by its slug in the header x-sluice-workspace.";
  throw new AppError("invalid_input", message, { fieldErrors: { "x-sluice-workspace": message } });
}

function contextOf(
  { actor, aal, scopes }: Principal,
  facts: RequestFacts,
  bounds: Pick<ActorClaims, "workspaceId" | "role">,
): AccountContext {
  const claims: ActorClaims = {
    userId: actor.userId,
    ...bounds,
    scopes: scopes ?? [],
    actor: actor.kind,
    actorId: actor.kind === "user" ? actor.sessionId : actor.keyId,
    aal,
    requestId: facts.requestId,
    ipAddress: facts.ipAddress,
    userAgent: facts.userAgent,
  };
  return {
    ...sharedParts(),
    actor,
    scopes,
    requestId: facts.requestId,
    db: actorDatabase(() => mintActorToken(claims, serverEnv().SUPABASE_JWT_SECRET, systemClock.nowMs())),
    report: reportFromVerb(facts.requestId),
  };
}
