import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /rate-limits");
export const POST = defineRoute("POST /rate-limits");
