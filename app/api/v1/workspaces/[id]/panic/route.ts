import { defineRoute } from "@/lib/server/define-route";

export const POST = defineRoute("POST /workspaces/{id}/panic");
