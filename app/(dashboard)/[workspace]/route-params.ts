import { notFound } from "next/navigation";
import { WorkspaceSlug } from "@/lib/services/workspaces/schema";

export type WorkspaceRoute = { params: Promise<{ workspace: string }> };

/** The workspace that the address names. What cannot be a slug is not found, before anything is looked up. */
export async function readWorkspaceSlug(params: WorkspaceRoute["params"]): Promise<string> {
  const slug = WorkspaceSlug.safeParse((await params).workspace);
  return slug.success ? slug.data : notFound();
}
