import type { CreateProjectInput, Project, UpdateProjectInput } from "@/lib/services/projects/schema";
import type { PanicInput } from "@/lib/services/workspaces/schema";
import type { Action } from "@/lib/ui/server-action";

/** What can be done with projects, as server actions that the page hands down. */
export type ProjectActions = {
  create: Action<CreateProjectInput, Project>;
  update: Action<UpdateProjectInput, Project>;
  remove: Action<{ id: string }, unknown>;
  panic: Action<PanicInput, Project>;
};
