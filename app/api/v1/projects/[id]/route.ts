import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /projects/{id}");
export const PATCH = defineRoute("PATCH /projects/{id}");
export const DELETE = defineRoute("DELETE /projects/{id}");
