import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /geo-regions");
export const POST = defineRoute("POST /geo-regions");
