import { z } from "zod";
import { Id, IpRanges, Name, Timestamp } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import { SCOPES } from "@/lib/services/rights";
import { Role } from "@/lib/services/workspaces/schema";

/** What a management key may be limited to. */
export const ManagementScope = z.enum(SCOPES);
export type ManagementScope = z.infer<typeof ManagementScope>;

/** Without `role` the key has the maker's own; without `scopes` it has all that its role has. */
export const CreateManagementKeyInput = z.strictObject({
  name: Name,
  role: Role.optional(),
  scopes: z.array(ManagementScope).min(1, "Name a scope, or leave scopes out for all of them.").optional(),
  allowed_ips: IpRanges.optional(),
  expires_at: Timestamp.nullable().optional(),
});
export type CreateManagementKeyInput = z.input<typeof CreateManagementKeyInput>;

export const ListManagementKeysInput = PageInput;
export type ListManagementKeysInput = z.input<typeof ListManagementKeysInput>;

export const RevokeManagementKeyInput = z.strictObject({ id: Id });
export type RevokeManagementKeyInput = z.input<typeof RevokeManagementKeyInput>;

/** A management key without its secret. Empty `scopes` and `allowed_ips` limit nothing. */
export const ManagementKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  member_id: z.string(),
  key_prefix: z.string(),
  key_last4: z.string(),
  role: Role,
  scopes: z.array(z.string()),
  allowed_ips: z.array(z.string()),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  created_at: z.string(),
});
export type ManagementKey = z.infer<typeof ManagementKey>;

/** `key` is the whole secret. It is answered here once and stored nowhere. */
export const CreateManagementKeyResult = z.strictObject({ management_key: ManagementKey, key: z.string() });
export type CreateManagementKeyResult = z.infer<typeof CreateManagementKeyResult>;
