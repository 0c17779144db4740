import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadProvider } from "./load";
import type { Provider } from "./schema";

/** One provider. Throws `not_found`. */
export async function getProvider({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<Provider> {
  requireScope(ctx, "providers:read");
  return await loadProvider(ctx, IdInput.parse(input).id);
}
