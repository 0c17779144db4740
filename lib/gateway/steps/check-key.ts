import { decideGeo, decideIp } from "@/lib/gateway/access/access-rules";
import { isIn, readAddress } from "@/lib/gateway/access/address";
import type { GatewayRuntime, Identified } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";

/** What refuses a key whatever it calls: its own state, a frozen workspace or project, a blocked team, where it calls from. */
export function checkKey(runtime: GatewayRuntime, known: Identified): Refusal | null {
  return checkState(runtime, known) ?? checkOwners(known) ?? checkPlace(known);
}

function checkState(runtime: GatewayRuntime, { compiled }: Identified): Refusal | null {
  const { key, expiresAtMs, slot } = compiled;
  if (key.revoked_at !== null) return new Refusal("key_revoked", "This API key was revoked. Use another one.");
  if (key.deleted_at !== null || slot.current.facts.deleted)
    return new Refusal("key_revoked", "This API key was deleted. Use another one.");
  if (!key.is_active) return new Refusal("key_disabled", "This API key is switched off. Ask your team to enable it.");
  if (expiresAtMs !== null && runtime.clock.nowMs() >= expiresAtMs) {
    return new Refusal("key_expired", "This API key has expired. Ask your team for a new one.");
  }
  return null;
}

function checkOwners({ compiled }: Identified): Refusal | null {
  const { key, slot } = compiled;
  const { facts, frozenProjects, blockedTeams } = slot.current;
  if (facts.panic_mode) return new Refusal("workspace_frozen", "All calls of this workspace are stopped by its team.");
  if (key.project_id !== null && frozenProjects.has(key.project_id))
    return new Refusal("project_frozen", "All calls of this project are stopped by its team.");
  if (key.team_id !== null && blockedTeams.has(key.team_id)) {
    return new Refusal("subject_blocked", "All calls of this key's team are blocked. Ask your administrators.", {
      reason: `team:${key.team_id}`,
    });
  }
  return null;
}

function checkPlace({ call, compiled }: Identified): Refusal | null {
  const { key, allowedRanges, slot } = compiled;
  if (allowedRanges !== null) {
    const address = readAddress(call.clientIp);
    if (address === null || !allowedRanges.some((range) => range !== null && isIn(range, address))) {
      return new Refusal(
        "ip_not_allowed",
        `This API key may not be used from ${call.clientIp}. Ask your team to allow the address.`,
      );
    }
  }
  const ip = decideIp(slot.current.access, key.project_id, call.clientIp);
  if (!ip.isAllowed) {
    const text = `Calls from ${call.clientIp} are not allowed here. Ask your team to allow the address.`;
    return new Refusal("ip_not_allowed", text, { reason: ip.ruleId === null ? "ip_rules" : `ip_rule:${ip.ruleId}` });
  }
  const geo = decideGeo(slot.current.access, key.project_id, call.country);
  if (!geo.isAllowed) {
    const place = call.country === null ? "a country that cannot be told" : call.country;
    return new Refusal("geo_blocked", `Calls from ${place} are not allowed here. Ask your team to allow the country.`, {
      reason: geo.ruleId === null ? "geo_rules" : `geo_rule:${geo.ruleId}`,
    });
  }
  return null;
}
