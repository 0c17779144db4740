import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /model-rules");
export const POST = defineRoute("POST /model-rules");
