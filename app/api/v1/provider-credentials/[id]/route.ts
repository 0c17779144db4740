import { defineRoute } from "@/lib/server/define-route";
import { deleteProviderCredential, getProviderCredential, updateProviderCredential } from "@/lib/server/verbs";

export const GET = defineRoute(getProviderCredential);
export const PATCH = defineRoute(updateProviderCredential);
export const DELETE = defineRoute(deleteProviderCredential);
