import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /workspaces/{id}");
export const PATCH = defineRoute("PATCH /workspaces/{id}");
