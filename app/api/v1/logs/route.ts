import { defineListRoute } from "@/lib/server/define-route";
import { listLogs } from "@/lib/server/verbs";

export const GET = defineListRoute(listLogs);
