import type { GatewayRuntime, Identified } from "@/lib/gateway/context";
import { isInside } from "@/lib/gateway/http/client-address";
import { Refusal } from "@/lib/gateway/refusal";

/** What refuses a key whatever it calls: its own state, its address, a frozen project or workspace. */
export function checkKey(runtime: GatewayRuntime, { call, compiled }: Identified): Refusal | null {
  const { key, expiresAtMs, slot } = compiled;
  const workspace = slot.current.facts;
  if (key.revoked_at !== null) return new Refusal("key_revoked", "This API key was revoked. Use another one.");
  if (key.deleted_at !== null || workspace.deleted)
    return new Refusal("key_revoked", "This API key was deleted. Use another one.");
  if (!key.is_active) return new Refusal("key_disabled", "This API key is switched off. Ask your team to enable it.");
  if (expiresAtMs !== null && runtime.clock.nowMs() >= expiresAtMs) {
    return new Refusal("key_expired", "This API key has expired. Ask your team for a new one.");
  }
  if (workspace.panic_mode)
    return new Refusal("workspace_frozen", "All calls of this workspace are stopped by its team.");
  const project = key.project_id === null ? undefined : workspace.projects.find(({ id }) => id === key.project_id);
  if (project?.panic_mode || project?.deleted)
    return new Refusal("project_frozen", "All calls of this project are stopped by its team.");
  if (key.allowed_ips.length > 0 && !isInside(call.clientIp, key.allowed_ips)) {
    return new Refusal(
      "ip_not_allowed",
      `This API key may not be used from ${call.clientIp}. Ask your team to allow the address.`,
    );
  }
  return null;
}
