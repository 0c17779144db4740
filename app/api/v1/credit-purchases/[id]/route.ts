import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /credit-purchases/{id}");
