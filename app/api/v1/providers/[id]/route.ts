import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /providers/{id}");
export const PATCH = defineRoute("PATCH /providers/{id}");
export const DELETE = defineRoute("DELETE /providers/{id}");
