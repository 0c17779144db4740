import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /projects");
export const POST = defineRoute("POST /projects");
