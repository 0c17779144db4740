import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /budgets");
export const POST = defineRoute("POST /budgets");
