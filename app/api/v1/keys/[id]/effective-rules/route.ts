import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /keys/{id}/effective-rules");
