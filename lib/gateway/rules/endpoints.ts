import type { SnapshotEndpoint } from "@/lib/gateway/snapshot/snapshot-schema";
import { compilePattern, matchesCompiled, type Pattern } from "./match-pattern";

/** A named path of a provider, made ready for calls. */
export type CompiledEndpoint = { endpoint: SnapshotEndpoint; method: string | null; pattern: Pattern };

/** By provider, the most precise first: a path without a star before one with, then the longer one. */
export function compileEndpoints(
  endpoints: readonly SnapshotEndpoint[],
): ReadonlyMap<string, readonly CompiledEndpoint[]> {
  const byProvider = new Map<string, CompiledEndpoint[]>();
  const stars = (path: string) => Number(path.includes("*"));
  const sorted = [...endpoints].sort(
    (a, b) =>
      stars(a.path_pattern) - stars(b.path_pattern) ||
      b.path_pattern.length - a.path_pattern.length ||
      Number(a.method === null) - Number(b.method === null) ||
      (a.id < b.id ? -1 : 1),
  );
  for (const endpoint of sorted) {
    const list = byProvider.get(endpoint.provider_id) ?? [];
    const method = endpoint.method?.toUpperCase() ?? null;
    list.push({ endpoint, method, pattern: compilePattern(endpoint.path_pattern) });
    byProvider.set(endpoint.provider_id, list);
  }
  return byProvider;
}

/** The endpoint that a call is for. Its pattern is held against the upstream's whole path and the path below the provider. */
export function findEndpoint(
  endpoints: readonly CompiledEndpoint[] | undefined,
  method: string,
  upstreamPath: string,
  callerPath: string,
): SnapshotEndpoint | null {
  if (endpoints === undefined) return null;
  for (const one of endpoints) {
    if (one.method !== null && one.method !== method) continue;
    if (matchesCompiled(one.pattern, upstreamPath) || matchesCompiled(one.pattern, callerPath)) return one.endpoint;
  }
  return null;
}
