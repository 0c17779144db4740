import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /ip-rules");
export const POST = defineRoute("POST /ip-rules");
