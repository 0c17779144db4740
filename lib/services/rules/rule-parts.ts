import type { ConfigPart } from "@/lib/services/publish-versions";

/** What decides which part of a gateway's memory holds a rule. */
type Placed = { api_key_id?: string | null | undefined; end_user_id?: string | null | undefined };

/** The parts whose versions a change of these rules raised: give a changed rule as it was and as it is. */
export function partsOfRules(...rules: readonly Placed[]): ConfigPart[] {
  const parts = new Set<ConfigPart>();
  for (const { api_key_id: keyId, end_user_id: endUser } of rules) {
    // The first rule of any end user is told to the whole workspace, too.
    if (typeof endUser === "string") parts.add(`end_user:${endUser}`).add("workspace");
    else parts.add(typeof keyId === "string" ? `key:${keyId}` : "workspace");
  }
  return [...parts];
}
