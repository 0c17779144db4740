import { defineListRoute } from "@/lib/server/define-route";
import { listProjects } from "@/lib/server/verbs";

export const GET = defineListRoute(listProjects);
