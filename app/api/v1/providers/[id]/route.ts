import { defineRoute } from "@/lib/server/define-route";
import { deleteProvider, getProvider, updateProvider } from "@/lib/server/verbs";

export const GET = defineRoute(getProvider);
export const PATCH = defineRoute(updateProvider);
export const DELETE = defineRoute(deleteProvider);
