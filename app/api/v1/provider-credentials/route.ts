import { defineListRoute, defineRoute } from "@/lib/server/define-route";
import { createProviderCredential, listProviderCredentials } from "@/lib/server/verbs";

export const GET = defineListRoute(listProviderCredentials);
export const POST = defineRoute(createProviderCredential, { status: 201 });
