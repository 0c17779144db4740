import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadProject } from "./load";
import type { Project } from "./schema";

/** One project. Throws `not_found`. */
export async function getProject({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<Project> {
  requireScope(ctx, "projects:read");
  return await loadProject(ctx, IdInput.parse(input).id);
}
