import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";
import { requireScope } from "@/lib/services/require-scope";
import { loadCreditPurchase } from "./load";
import { CreateCreditPurchaseInput, type CreditPurchase } from "./schema";

/** Books credit, in force from the next call on. Operators may; where the installation has none, OWNERs. */
export async function createCreditPurchase(call: {
  ctx: ServiceContext;
  input: CreateCreditPurchaseInput;
}): Promise<CreditPurchase> {
  const { ctx } = call;
  requireScope(ctx, "credits:write");
  const input = CreateCreditPurchaseInput.parse(call.input);

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  await ctx.db
    .rpc("grant_credit", {
      p: {
        id,
        workspace_id: ctx.workspaceId,
        kind: input.kind,
        amount: String(input.amount),
        reference: input.reference ?? null,
        expires_at: input.expires_at ?? null,
      },
    })
    .throwOnError();
  await publishVersions(ctx, ["workspace"]);
  return await loadCreditPurchase(ctx, id);
}
