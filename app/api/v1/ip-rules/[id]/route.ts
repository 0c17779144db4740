import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /ip-rules/{id}");
export const PATCH = defineRoute("PATCH /ip-rules/{id}");
export const DELETE = defineRoute("DELETE /ip-rules/{id}");
