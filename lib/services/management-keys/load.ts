import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import type { ManagementKey } from "./schema";

/** Every column that a member may read; the hash is not among them. */
export const MANAGEMENT_KEY_COLUMNS =
  "id, name, member_id, key_prefix, key_last4, role, scopes, allowed_ips, expires_at, revoked_at, last_used_at, created_at";

type ManagementKeyRow = Omit<ManagementKey, "allowed_ips"> & { allowed_ips: unknown };

const Texts = z.array(z.string());

/** The generated types leave `cidr[]` open; it arrives as texts. */
export function toManagementKey(row: ManagementKeyRow): ManagementKey {
  return { ...row, allowed_ips: Texts.parse(row.allowed_ips) };
}

/** The key, if it is one of the workspace's that the caller may see: their own, or any for an ADMIN. Throws `not_found`. */
export async function loadManagementKey(ctx: ServiceContext, id: string): Promise<ManagementKey> {
  const { data } = await ctx.db
    .from("management_keys")
    .select(MANAGEMENT_KEY_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such management key in this workspace.");
  return toManagementKey(data);
}
