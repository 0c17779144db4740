import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /workspaces");
export const POST = defineRoute("POST /workspaces");
