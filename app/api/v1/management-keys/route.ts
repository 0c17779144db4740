import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /management-keys");
export const POST = defineRoute("POST /management-keys");
