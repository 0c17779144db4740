import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /provider-credentials");
export const POST = defineRoute("POST /provider-credentials");
