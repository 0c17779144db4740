import { z } from "zod";
import { PageInput } from "@/lib/services/page";
import { Role } from "@/lib/services/workspaces/schema";

export const ListMembersInput = PageInput;
export type ListMembersInput = z.input<typeof ListMembersInput>;

/** Somebody in the workspace, as fellow members see them. */
export const Member = z.strictObject({
  id: z.string(),
  user_id: z.string(),
  role: Role,
  full_name: z.string().nullable(),
  email: z.string().nullable(),
  joined_at: z.string(),
});
export type Member = z.infer<typeof Member>;
