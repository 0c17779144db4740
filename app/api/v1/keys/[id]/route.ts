import { defineRoute } from "@/lib/server/define-route";
import { deleteApiKey, getApiKey, updateApiKey } from "@/lib/server/verbs";

export const GET = defineRoute(getApiKey);
export const PATCH = defineRoute(updateApiKey);
export const DELETE = defineRoute(deleteApiKey);
