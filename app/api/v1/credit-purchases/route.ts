import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /credit-purchases");
export const POST = defineRoute("POST /credit-purchases");
