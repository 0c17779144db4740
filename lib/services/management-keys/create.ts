import { createApiKey, parseApiKey } from "@/lib/kernel/api-key";
import { AppError } from "@/lib/kernel/errors";
import { uuidV7 } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { lowerRole } from "@/lib/services/rights";
import { loadManagementKey } from "./load";
import { CreateManagementKeyInput, type CreateManagementKeyResult } from "./schema";

/** Makes a management key of the caller's own, with at most the rights they have now. Its text is in the answer and nowhere else. */
export async function createManagementKey(call: {
  ctx: ServiceContext;
  input: CreateManagementKeyInput;
}): Promise<CreateManagementKeyResult> {
  const { ctx } = call;
  requireScope(ctx, "management-keys:write");
  const input = CreateManagementKeyInput.parse(call.input);
  const role = input.role ?? ctx.role;
  if (lowerRole(role, ctx.role) !== role) {
    const message = `You cannot give a key a role above your own, ${ctx.role}.`;
    throw new AppError("forbidden", message, { fieldErrors: { role: message } });
  }

  const id = uuidV7(ctx.clock.nowMs(), ctx.random);
  const key = createApiKey(ctx.random, "management");
  const face = parseApiKey(key, "management");
  if (!face.ok) throw new AppError("internal", "The key could not be made. Try again.", { cause: face.error });
  await ctx.db
    .from("management_keys")
    .insert({
      id,
      workspace_id: ctx.workspaceId,
      member_id: await ownMembership(ctx),
      name: input.name,
      key_prefix: face.value.prefix,
      key_last4: face.value.last4,
      key_hash: ctx.sha256Hex(key),
      role,
      scopes: input.scopes ?? [...(ctx.scopes ?? [])],
      allowed_ips: input.allowed_ips ?? [],
      expires_at: input.expires_at ?? null,
    })
    .throwOnError();
  return { management_key: await loadManagementKey(ctx, id), key };
}

async function ownMembership(ctx: ServiceContext): Promise<string> {
  const { data } = await ctx.db
    .from("workspace_members")
    .select("id")
    .eq("workspace_id", ctx.workspaceId)
    .eq("user_id", ctx.actor.userId)
    .single()
    .throwOnError();
  return data.id;
}
