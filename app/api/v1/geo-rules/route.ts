import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /geo-rules");
export const POST = defineRoute("POST /geo-rules");
