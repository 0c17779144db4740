import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /geo-rules/{id}");
export const PATCH = defineRoute("PATCH /geo-rules/{id}");
export const DELETE = defineRoute("DELETE /geo-rules/{id}");
