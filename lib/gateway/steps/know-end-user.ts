import type { GatewayRuntime, Resolved } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";
import type { CompiledKey } from "@/lib/gateway/snapshot/compile-snapshot";
import type { CompiledEndUser } from "@/lib/gateway/snapshot/end-user-cache";

/** What stands against the call's end user by name. Null at once where the call names none or its workspace has no such rules. */
export function knowEndUser(
  runtime: GatewayRuntime,
  { compiled, subjects }: Resolved,
): CompiledEndUser | null | Promise<CompiledEndUser | Refusal> {
  return findEndUser(runtime, compiled, subjects.end_user);
}

export function findEndUser(
  runtime: GatewayRuntime,
  { slot }: CompiledKey,
  externalId: string | null,
): CompiledEndUser | null | Promise<CompiledEndUser | Refusal> {
  const { facts } = slot.current;
  if (!facts.end_users_have_rules || externalId === null) return null;
  const known = runtime.endUsers.get(facts.id, externalId);
  return known instanceof Promise ? orUnavailable(runtime, known) : known;
}

async function orUnavailable(
  runtime: GatewayRuntime,
  loading: Promise<CompiledEndUser>,
): Promise<CompiledEndUser | Refusal> {
  try {
    return await loading;
  } catch (cause) {
    runtime.report("An end user's rules could not be loaded.", {}, cause);
    return new Refusal(
      "config_unavailable",
      "The gateway cannot read its configuration at the moment. Try again shortly.",
    );
  }
}

export function refuseEndUser(endUser: CompiledEndUser): Refusal | null {
  if (!endUser.isBlocked) return null;
  return new Refusal("subject_blocked", "Calls of this end user are blocked by your team.");
}
