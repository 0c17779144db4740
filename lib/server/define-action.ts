import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { AppError } from "@/lib/kernel/errors";
import { asPrincipal } from "@/lib/server/principal";
import { reportFailure } from "@/lib/server/report-failure";
import { type RequestFacts, readRequestFacts } from "@/lib/server/request-facts";
import { workspaceContext } from "@/lib/server/service-context";
import { requireSession, rotateIfDue } from "@/lib/server/session";
import { toAppError } from "@/lib/server/to-app-error";
import type { Verb } from "@/lib/services/context";
import type { ActionResult } from "@/lib/ui/server-action";

type Options = {
  /** The page to render anew, as its route file names it, e.g. `/[workspace]/keys`. */
  revalidate?: string;
  /** `layout`: with all pages below it. @default page */
  scope?: "page" | "layout";
};

/**
 * A server action that runs one verb in a workspace: session, membership, error mapping and logging are done here.
 * The workspace's slug comes first, so that a page binds it and hands the rest to its components.
 * @example
 * // actions.ts, below "use server"
 * export const revokeApiKeyAction = defineAction(revokeApiKey, { revalidate: "/[workspace]/keys" });
 * // page.tsx
 * <KeysView actions={{ revoke: revokeApiKeyAction.bind(null, workspace.slug) }} />
 */
export function defineAction<Input, Output>(
  verb: Verb<Input, Output>,
  options: Options = {},
): (workspace: string, input: Input) => Promise<ActionResult<Output>> {
  return async (workspace, input) =>
    await run(options, async (facts) => {
      const session = await requireSession();
      return await verb({ ctx: workspaceContext(asPrincipal(session), String(workspace), facts), input });
    });
}

async function run<Output>(
  options: Options,
  work: (facts: RequestFacts) => Promise<Output>,
): Promise<ActionResult<Output>> {
  const facts = readRequestFacts(await headers());
  try {
    const data = await work(facts);
    await rotateIfDue();
    if (options.revalidate !== undefined) revalidatePath(options.revalidate, options.scope ?? "page");
    return { ok: true, data };
  } catch (error) {
    const failure = toAppError(error);
    reportFailure(failure, facts.requestId);
    return { ok: false, error: toActionError(failure) };
  }
}

function toActionError({ code, message, fieldErrors }: AppError) {
  return { code, message, fieldErrors };
}
