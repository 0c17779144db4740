import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /keys/{id}");
export const PATCH = defineRoute("PATCH /keys/{id}");
export const DELETE = defineRoute("DELETE /keys/{id}");
