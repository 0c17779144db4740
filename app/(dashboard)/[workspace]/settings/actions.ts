"use server";

import { defineAction } from "@/lib/server/define-action";
import { panicWorkspace, updateWorkspace } from "@/lib/server/verbs";

// The shell around every page shows the name and whether calls are stopped.
const SHELL = { revalidate: "/(dashboard)/[workspace]", scope: "layout" } as const;

export const updateWorkspaceAction = defineAction(updateWorkspace, SHELL);
export const panicWorkspaceAction = defineAction(panicWorkspace, SHELL);
