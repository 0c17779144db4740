import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { can, leastRole, type Scope } from "@/lib/services/rights";

/** Throws `forbidden` unless role and key have the right. The workspace itself is known to the member, so 403 reveals nothing. */
export function requireScope(ctx: Pick<ServiceContext, "role" | "scopes">, scope: Scope): void {
  requireKeyScope(ctx, scope);
  if (can(ctx.role, scope)) return;
  throw new AppError(
    "forbidden",
    `This takes the role ${leastRole(scope)} or above; yours is ${ctx.role}. Ask an owner of the workspace.`,
  );
}

/** As `requireScope`, where no role is needed: a management key may be made for less than its member may do. */
export function requireKeyScope(ctx: Pick<ServiceContext, "scopes">, scope: Scope): void {
  if (ctx.scopes === null || ctx.scopes.includes(scope)) return;
  throw new AppError("forbidden", `This management key lacks the scope ${scope}. Make one that has it.`);
}

/** Whether `requireScope` would let this pass. */
export function hasScope(ctx: Pick<ServiceContext, "role" | "scopes">, scope: Scope): boolean {
  return can(ctx.role, scope) && (ctx.scopes === null || ctx.scopes.includes(scope));
}
