import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadApiKey } from "./load";
import type { ApiKey } from "./schema";

/** One key. Throws `not_found`. */
export async function getApiKey({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<ApiKey> {
  requireScope(ctx, "keys:read");
  return await loadApiKey(ctx, IdInput.parse(input).id);
}
