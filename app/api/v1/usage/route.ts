import { defineRoute } from "@/lib/server/define-route";
import { getUsageOverview } from "@/lib/server/verbs";

export const GET = defineRoute(getUsageOverview);
