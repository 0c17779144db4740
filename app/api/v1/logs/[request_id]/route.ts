import { defineRoute } from "@/lib/server/define-route";
import { getLog } from "@/lib/server/verbs";

export const GET = defineRoute(getLog);
