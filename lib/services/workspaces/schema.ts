import { z } from "zod";
import { Description, Id, Name } from "@/lib/services/fields";

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

/** Only what is given changes. The slug is fixed: addresses and scripts name it. */
export const UpdateWorkspaceInput = z.strictObject({
  id: Id,
  name: Name.optional(),
  description: Description.optional(),
});
export type UpdateWorkspaceInput = z.input<typeof UpdateWorkspaceInput>;

/** `panic: true` stops all calls at once, `false` lets them pass again. Either may be repeated. */
export const PanicInput = z.strictObject({ id: Id, panic: z.boolean() });
export type PanicInput = z.input<typeof PanicInput>;

export const ListWorkspacesInput = z.strictObject({});
export type ListWorkspacesInput = z.input<typeof ListWorkspacesInput>;

/** A workspace as its member sees it, with the member's own role. */
export const Workspace = z.strictObject({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  logo_url: z.string().nullable(),
  plan: z.string(),
  panic_mode: z.boolean(),
  role: Role,
  created_at: z.string(),
});
export type Workspace = z.infer<typeof Workspace>;
