import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /keys");
export const POST = defineRoute("POST /keys");
