import type { SnapshotProvider } from "@/lib/gateway/snapshot/snapshot-schema";

export type BaseUrl = { origin: string; path: string };

const parsed = new WeakMap<SnapshotProvider, BaseUrl>();

/** Origin and path of a provider's base URL, read once a snapshot. Throws for a text that is no URL: saving refuses those. */
export function baseUrlOf(provider: SnapshotProvider): BaseUrl {
  let base = parsed.get(provider);
  if (!base) {
    const url = new URL(provider.base_url);
    base = { origin: url.origin, path: url.pathname };
    parsed.set(provider, base);
  }
  return base;
}
