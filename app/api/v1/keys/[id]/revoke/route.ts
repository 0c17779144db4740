import { defineRoute } from "@/lib/server/define-route";
import { revokeApiKey } from "@/lib/server/verbs";

export const POST = defineRoute(revokeApiKey);
