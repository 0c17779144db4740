import { z } from "zod";
import { Description, Name } from "@/lib/services/fields";

/** Rights grow from VIEWER to OWNER. */
export const Role = z.enum(["OWNER", "ADMIN", "DEVELOPER", "VIEWER"]);
export type Role = z.infer<typeof Role>;

export const WorkspaceSlug = z
  .string()
  .trim()
  .min(2, "Use at least 2 characters.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens, e.g. my-team.")
  .refine(
    (slug) => !["api", "sign-in", "sign-up", "docs", "settings", "new"].includes(slug),
    "This slug is reserved. Choose another.",
  );

export const CreateWorkspaceInput = z.strictObject({
  name: Name,
  slug: WorkspaceSlug,
  description: Description.optional(),
});
export type CreateWorkspaceInput = z.input<typeof CreateWorkspaceInput>;

export const ListWorkspacesInput = z.strictObject({});
export type ListWorkspacesInput = z.input<typeof ListWorkspacesInput>;

/** A workspace as its member sees it, with the member's own role. */
export type Workspace = {
  id: string;
  name: string;
  slug: string;
  description: string | null;
  logo_url: string | null;
  plan: string;
  panic_mode: boolean;
  role: Role;
  created_at: string;
};
