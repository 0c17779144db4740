import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { can, leastRole, type Scope } from "@/lib/services/rights";

/** Throws `forbidden` unless the member's role has the right. The workspace itself is known to the member, so 403 reveals nothing. */
export function requireScope(ctx: Pick<ServiceContext, "role">, scope: Scope): void {
  if (can(ctx.role, scope)) return;
  throw new AppError(
    "forbidden",
    `This takes the role ${leastRole(scope)} or above; yours is ${ctx.role}. Ask an owner of the workspace.`,
  );
}
