import "server-only";
import { AppError } from "@/lib/kernel/errors";
import { API_VERBS } from "@/lib/server/api/api-verbs";
import { type JsonAnswer, onlyOnce } from "@/lib/server/api/idempotency";
import { bringsManagementKey, type Principal, requirePrincipal } from "@/lib/server/principal";
import { problemResponse } from "@/lib/server/problem";
import { reportFailure } from "@/lib/server/report-failure";
import { type RequestFacts, readRequestFacts } from "@/lib/server/request-facts";
import { readRouteInput } from "@/lib/server/route-input";
import { requireSameOrigin } from "@/lib/server/same-origin";
import { accountContext, workspaceContext } from "@/lib/server/service-context";
import { rotateIfDue } from "@/lib/server/session";
import { toAppError } from "@/lib/server/to-app-error";
import type { Endpoint } from "@/lib/services/api-contract/endpoint";
import { API_CONTRACT, type ApiName } from "@/lib/services/api-contract/schema";
import type { AccountVerb, Verb } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";

/** Next resolves `params` to nothing where a route has none, whatever its types say. */
type RouteContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

type Asked = { request: Request; input: unknown; principal: Principal; facts: RequestFacts };

/**
 * The route handler of one endpoint of the contract: session or management key, workspace, scope, verb, JSON or problem.
 * The verb's input is the query (GET, DELETE) or the JSON body, with the path's parameters over it.
 * @example
 * export const PATCH = defineRoute("PATCH /keys/{id}");
 */
export function defineRoute(name: ApiName): RouteHandler {
  const endpoint: Endpoint = API_CONTRACT[name];
  return async (request, context) => {
    const facts = readRequestFacts(request.headers);
    try {
      const isKey = bringsManagementKey(request.headers);
      if (!isKey) requireSameOrigin(request.method, request.headers);
      const principal = await requirePrincipal(request.headers, facts);
      const input = await readRouteInput(request, (await context.params) ?? {});
      const asked = { request, input, principal, facts };
      const response = await (endpoint.isAccount
        ? inAccount(name, endpoint, asked)
        : inWorkspace(name, endpoint, asked));
      if (!isKey) await rotateIfDue();
      response.headers.set("cache-control", "no-store");
      response.headers.set("x-sluice-request-id", facts.requestId);
      return response;
    } catch (error) {
      const failure = toAppError(error);
      reportFailure(failure, facts.requestId);
      return problemResponse(failure, facts.requestId);
    }
  };
}

async function inWorkspace(name: ApiName, endpoint: Endpoint, asked: Asked): Promise<Response> {
  const { request, input, principal, facts } = asked;
  const ctx = workspaceContext(principal, request.headers.get("x-sluice-workspace") || null, facts);
  requireScope(ctx, endpoint.scope);
  const work = async () => toAnswer(endpoint, await workspaceVerb(name)({ ctx, input }));
  const key = request.method === "POST" ? request.headers.get("idempotency-key") : null;
  if (key === null) return toResponse(await work());
  const { replayed, ...answer } = await onlyOnce({ ctx, key, request, input }, work);
  return toResponse(answer, replayed ? { "idempotent-replayed": "true" } : {});
}

async function inAccount(name: ApiName, endpoint: Endpoint, asked: Asked): Promise<Response> {
  const { request, input, principal, facts } = asked;
  if (request.method === "POST" && request.headers.has("idempotency-key")) {
    const message = "It is not honoured here: the slug is unique, so that a repeat is refused as a conflict.";
    throw new AppError("invalid_input", "Check Idempotency-Key.", { fieldErrors: { "idempotency-key": message } });
  }
  const ctx = accountContext(principal, facts);
  return toResponse(toAnswer(endpoint, await accountVerb(name)({ ctx, input })));
}

function toAnswer({ status, isList }: Endpoint, result: unknown): JsonAnswer {
  if (!isList) return { status, body: { data: result } };
  const page = asPage(result);
  return { status, body: { data: page.items, next_cursor: page.next_cursor } };
}

function toResponse({ status, body }: JsonAnswer, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** Every verb parses its input by its own schema before it uses any of it, so whatever came over the wire may be handed in. */
function workspaceVerb(name: ApiName): Verb<unknown, unknown> {
  return API_VERBS[name] as Verb<unknown, unknown>;
}

/** As `workspaceVerb`; the contract says of these that they ask for no workspace. */
function accountVerb(name: ApiName): AccountVerb<unknown, unknown> {
  return API_VERBS[name] as AccountVerb<unknown, unknown>;
}

/** The binding of verbs holds those of `isList` endpoints to answering a page. */
function asPage(result: unknown): { items: unknown; next_cursor: unknown } {
  return result as { items: unknown; next_cursor: unknown };
}
