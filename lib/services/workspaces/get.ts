import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadWorkspace } from "./load";
import type { Workspace } from "./schema";

/** The request's own workspace. Throws `not_found`. */
export async function getWorkspace({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<Workspace> {
  requireScope(ctx, "workspace:read");
  return await loadWorkspace(ctx, IdInput.parse(input).id);
}
