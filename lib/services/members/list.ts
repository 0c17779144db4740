import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { keysetPage } from "@/lib/services/keyset-page";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { ListMembersInput, type Member } from "./schema";

/** Members of the workspace, newest first. */
export async function listMembers(call: { ctx: ServiceContext; input: ListMembersInput }): Promise<Page<Member>> {
  const { ctx } = call;
  requireScope(ctx, "members:read");
  const input = ListMembersInput.parse(call.input);

  let query = ctx.db
    .from("workspace_members")
    .select("id, user_id, role, joined_at")
    .eq("workspace_id", ctx.workspaceId)
    .order("id", { ascending: false })
    .limit(input.limit + 1);
  if (input.cursor !== undefined) query = query.lt("id", decodeCursor(input.cursor, [UUID_PATTERN])[0]);
  const { data } = await query.throwOnError();
  const profiles = await ctx.db
    .from("member_profiles")
    .select("user_id, full_name, email")
    .in(
      "user_id",
      data.map((row) => row.user_id),
    )
    .throwOnError();

  return keysetPage(data, input.limit, (row) => {
    const profile = profiles.data.find((one) => one.user_id === row.user_id);
    return { ...row, full_name: profile?.full_name ?? null, email: textOrNull(profile?.email) };
  });
}

/** The generated types leave `citext` open; it arrives as text. */
function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
