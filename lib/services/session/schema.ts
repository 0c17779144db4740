import { z } from "zod";
import type { Role } from "@/lib/services/workspaces/schema";

export const SignInInput = z.strictObject({
  email: z.email("Use an e-mail address such as ada@example.com.").max(254),
  password: z.string().min(1, "Type your password.").max(1000, "Use at most 1,000 characters."),
});
export type SignInInput = z.input<typeof SignInInput>;

export type WorkspaceMembership = { id: string; name: string; slug: string; role: Role };

/** Who is signed in, and where they may go. */
export type Viewer = {
  user: { id: string; email: string; full_name: string | null };
  workspaces: WorkspaceMembership[];
};
