import { defineRoute } from "@/lib/server/define-route";

export const POST = defineRoute("POST /budgets/{id}/reset");
