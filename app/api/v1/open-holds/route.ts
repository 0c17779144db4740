import { defineRoute } from "@/lib/server/define-route";

export const GET = defineRoute("GET /open-holds");
