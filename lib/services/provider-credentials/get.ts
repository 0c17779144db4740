import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadProviderCredential } from "./load";
import type { ProviderCredential } from "./schema";

/** One credential, without its secret. Throws `not_found`. */
export async function getProviderCredential(call: {
  ctx: ServiceContext;
  input: IdInput;
}): Promise<ProviderCredential> {
  requireScope(call.ctx, "credentials:read");
  return await loadProviderCredential(call.ctx, IdInput.parse(call.input).id);
}
