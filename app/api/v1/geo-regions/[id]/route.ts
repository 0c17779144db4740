import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /geo-regions/{id}");
export const PATCH = defineRoute("PATCH /geo-regions/{id}");
export const DELETE = defineRoute("DELETE /geo-regions/{id}");
