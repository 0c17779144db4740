import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /providers");
export const POST = defineRoute("POST /providers");
