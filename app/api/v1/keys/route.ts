import { defineListRoute, defineRoute } from "@/lib/server/define-route";
import { createApiKey, listApiKeys } from "@/lib/server/verbs";

export const GET = defineListRoute(listApiKeys);
export const POST = defineRoute(createApiKey, { status: 201 });
