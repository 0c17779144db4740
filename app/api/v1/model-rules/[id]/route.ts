import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /model-rules/{id}");
export const PATCH = defineRoute("PATCH /model-rules/{id}");
export const DELETE = defineRoute("DELETE /model-rules/{id}");
