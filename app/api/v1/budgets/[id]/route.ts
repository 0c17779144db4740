import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /budgets/{id}");
export const PATCH = defineRoute("PATCH /budgets/{id}");
export const DELETE = defineRoute("DELETE /budgets/{id}");
