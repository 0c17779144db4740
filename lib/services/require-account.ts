import { AppError } from "@/lib/kernel/errors";
import type { AccountContext } from "@/lib/services/context";

/** Throws `forbidden` unless a person asks: a management key belongs to one workspace and founds no other. */
export function requireAccount(ctx: Pick<AccountContext, "actor">): void {
  if (ctx.actor.kind === "user") return;
  throw new AppError("forbidden", "A management key cannot do this. Sign in instead.");
}
