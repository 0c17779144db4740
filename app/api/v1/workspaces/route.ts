import { defineAccountListRoute, defineAccountRoute } from "@/lib/server/define-route";
import { createWorkspace, listWorkspaces } from "@/lib/server/verbs";

export const GET = defineAccountListRoute(listWorkspaces);
export const POST = defineAccountRoute(createWorkspace, { status: 201 });
