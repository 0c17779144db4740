import { z } from "zod";
import { Description, Id, Name } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

const Color = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "Use a colour such as #1e90ff.")
  .nullable();

export const CreateProjectInput = z.strictObject({
  name: Name,
  description: Description.optional(),
  color: Color.optional(),
});
export type CreateProjectInput = z.input<typeof CreateProjectInput>;

/** Only what is given changes. */
export const UpdateProjectInput = z.strictObject({
  id: Id,
  name: Name.optional(),
  description: Description.optional(),
  color: Color.optional(),
  panic_mode: z.boolean().optional(),
});
export type UpdateProjectInput = z.input<typeof UpdateProjectInput>;

export const ListProjectsInput = PageInput;
export type ListProjectsInput = z.input<typeof ListProjectsInput>;

export const Project = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  color: z.string().nullable(),
  panic_mode: z.boolean(),
  created_at: z.string(),
});
export type Project = z.infer<typeof Project>;
