import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /provider-credentials/{id}");
export const PATCH = defineRoute("PATCH /provider-credentials/{id}");
export const DELETE = defineRoute("DELETE /provider-credentials/{id}");
