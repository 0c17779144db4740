import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /rate-limits/{id}");
export const PATCH = defineRoute("PATCH /rate-limits/{id}");
export const DELETE = defineRoute("DELETE /rate-limits/{id}");
