import type { SnapshotModel } from "@/lib/gateway/snapshot/snapshot-schema";

/** Tiers by a model's name and then by provider; `""` stands for whichever provider serves that name. */
export type Tiers = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

export function compileTiers(models: readonly SnapshotModel[]): Tiers {
  const tiers = new Map<string, Map<string, string | null>>();
  for (const { name, provider_id, tier_id } of models) {
    const byProvider = tiers.get(name) ?? new Map<string, string | null>();
    byProvider.set(provider_id ?? "", tier_id);
    tiers.set(name, byProvider);
  }
  return tiers;
}

/** The tier of a model, named alone or as `slug/name`; what is said of this provider's model comes first. */
export function tierOf(tiers: Tiers, providerId: string, slug: string, model: string | null): string | null {
  if (tiers.size === 0 || model === null) return null;
  const byProvider = tiers.get(model) ?? tiers.get(`${slug}/${model}`);
  if (byProvider === undefined) return null;
  const own = byProvider.get(providerId);
  return own === undefined ? (byProvider.get("") ?? null) : own;
}
