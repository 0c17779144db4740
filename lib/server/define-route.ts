import "server-only";
import { AppError } from "@/lib/kernel/errors";
import { problemResponse } from "@/lib/server/problem";
import { reportFailure } from "@/lib/server/report-failure";
import { type RequestFacts, readRequestFacts } from "@/lib/server/request-facts";
import { readRouteInput } from "@/lib/server/route-input";
import { requireSameOrigin } from "@/lib/server/same-origin";
import { accountContext, workspaceContext } from "@/lib/server/service-context";
import { requireSession, rotateIfDue } from "@/lib/server/session";
import { toAppError } from "@/lib/server/to-app-error";
import type { AccountVerb, Verb } from "@/lib/services/context";
import type { Page } from "@/lib/services/page";

/** Next resolves `params` to nothing where a route has none, whatever its types say. */
type RouteContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

type Options = {
  /** Of a success. @default 200 */
  status?: 200 | 201;
};

/**
 * A route handler that runs one verb in the workspace that `x-sluice-workspace` names and answers `{"data": ...}`.
 * The verb's input is the query (GET, DELETE) or the JSON body, with the path's parameters over it.
 * @example
 * export const PATCH = defineRoute(updateApiKey);
 */
export function defineRoute<Input, Output>(verb: Verb<Input, Output>, { status = 200 }: Options = {}): RouteHandler {
  return handler(async (request, input, facts) => {
    const session = await requireSession();
    const data = await verb({ ctx: workspaceContext(session, workspaceOf(request), facts), input: untrusted(input) });
    return Response.json({ data }, { status });
  });
}

/** As `defineRoute`, for verbs that answer a page: `{"data": [...], "next_cursor": ...}`. */
export function defineListRoute<Input, Item>(verb: Verb<Input, Page<Item>>): RouteHandler {
  return handler(async (request, input, facts) => {
    const session = await requireSession();
    return listResponse(
      await verb({ ctx: workspaceContext(session, workspaceOf(request), facts), input: untrusted(input) }),
    );
  });
}

/** As `defineRoute`, for verbs outside any workspace. */
export function defineAccountRoute<Input, Output>(
  verb: AccountVerb<Input, Output>,
  { status = 200 }: Options = {},
): RouteHandler {
  return handler(async (_request, input, facts) => {
    const ctx = accountContext(await requireSession(), facts);
    return Response.json({ data: await verb({ ctx, input: untrusted(input) }) }, { status });
  });
}

/** As `defineListRoute`, for verbs outside any workspace. */
export function defineAccountListRoute<Input, Item>(verb: AccountVerb<Input, Page<Item>>): RouteHandler {
  return handler(async (_request, input, facts) => {
    const ctx = accountContext(await requireSession(), facts);
    return listResponse(await verb({ ctx, input: untrusted(input) }));
  });
}

function handler(work: (request: Request, input: unknown, facts: RequestFacts) => Promise<Response>): RouteHandler {
  return async (request, context) => {
    const facts = readRequestFacts(request.headers);
    try {
      requireSameOrigin(request.method, request.headers);
      const response = await work(request, await readRouteInput(request, (await context.params) ?? {}), facts);
      await rotateIfDue();
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

function listResponse<Item>(page: Page<Item>): Response {
  return Response.json({ data: page.items, next_cursor: page.next_cursor });
}

function workspaceOf(request: Request): string {
  const slug = request.headers.get("x-sluice-workspace");
  if (slug !== null && slug !== "") return slug;
  const message = "Name the workspace by its slug in the header x-sluice-workspace.";
  throw new AppError("invalid_input", message, { fieldErrors: { "x-sluice-workspace": message } });
}

/** Every verb parses its input by its own schema before it uses any of it, so whatever came over the wire may be handed in. */
function untrusted<Input>(input: unknown): Input {
  return input as Input;
}
