import { defineListRoute, defineRoute } from "@/lib/server/define-route";
import { createProvider, listProviders } from "@/lib/server/verbs";

export const GET = defineListRoute(listProviders);
export const POST = defineRoute(createProvider, { status: 201 });
