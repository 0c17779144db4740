import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadManagementKey } from "./load";
import type { ManagementKey } from "./schema";

/** One management key. Throws `not_found`. */
export async function getManagementKey(call: { ctx: ServiceContext; input: IdInput }): Promise<ManagementKey> {
  requireScope(call.ctx, "management-keys:read");
  return await loadManagementKey(call.ctx, IdInput.parse(call.input).id);
}
