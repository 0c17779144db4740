import type { ServiceContext } from "@/lib/services/context";
import { IdInput } from "@/lib/services/fields";
import { requireScope } from "@/lib/services/require-scope";
import { loadModelRule } from "./load";
import type { ModelRule } from "./schema";

/** One model rule. Throws `not_found`. */
export async function getModelRule({ ctx, input }: { ctx: ServiceContext; input: IdInput }): Promise<ModelRule> {
  requireScope(ctx, "model-rules:read");
  return await loadModelRule(ctx, IdInput.parse(input).id);
}
