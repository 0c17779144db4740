import { notFound } from "next/navigation";
import { z } from "zod";
import { WorkspaceSlug } from "@/lib/services/workspaces/schema";

const Uuid = z.guid();

/** A row's id in the address. What cannot be one is not found, before anything is looked up. */
export function readRowId(text: string): string {
  const id = Uuid.safeParse(text);
  return id.success ? id.data : notFound();
}

export type WorkspaceRoute = { params: Promise<{ workspace: string }> };

/** The workspace that the address names. What cannot be a slug is not found, before anything is looked up. */
export async function readWorkspaceSlug(params: WorkspaceRoute["params"]): Promise<string> {
  const slug = WorkspaceSlug.safeParse((await params).workspace);
  return slug.success ? slug.data : notFound();
}
