import type { SnapshotSource } from "@/lib/gateway/ports";
import { type CompiledRule, compileBudgets, compileRateLimit } from "@/lib/gateway/rules/compile-rule";
import type { Versions } from "@/lib/ledger/port";

/** What stands against one end user, made ready for calls. */
export type CompiledEndUser = {
  externalId: string;
  isBlocked: boolean;
  rules: readonly CompiledRule[];
  /** As the ledger names it: compared at every admission. */
  versions: Versions;
};

export type EndUserCache = {
  /** From the cache, else loaded once for all who wait. Rejects when the source cannot answer. */
  get(workspaceId: string, externalId: string): CompiledEndUser | Promise<CompiledEndUser>;
  /** Has it loaded anew with the next call. */
  drop(workspaceId: string, externalId: string): void;
  clear(): void;
  size(): number;
};

/** The last `maxEntries` end users that called, so that a workspace's hundred thousand others cost nothing. */
export function createEndUserCache(source: SnapshotSource, maxEntries: number): EndUserCache {
  const entries = new Map<string, CompiledEndUser>();
  const loading = new Map<string, Promise<CompiledEndUser>>();

  async function load(name: string, workspaceId: string, externalId: string): Promise<CompiledEndUser> {
    const { version, blocked, rate_limits, budgets } = await source.loadEndUser(workspaceId, externalId);
    const compiled: CompiledEndUser = {
      externalId,
      isBlocked: blocked,
      rules: [...rate_limits.map(compileRateLimit), ...budgets.flatMap(compileBudgets)],
      versions: { [`${workspaceId}/end_user:${externalId}`]: version },
    };
    entries.set(name, compiled);
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      entries.delete(oldest);
    }
    return compiled;
  }

  return {
    get(workspaceId, externalId) {
      const name = `${workspaceId} ${externalId}`;
      const known = entries.get(name);
      if (known) {
        entries.delete(name);
        entries.set(name, known);
        return known;
      }
      let running = loading.get(name);
      if (!running) {
        running = load(name, workspaceId, externalId).finally(() => loading.delete(name));
        loading.set(name, running);
      }
      return running;
    },
    drop: (workspaceId, externalId) => void entries.delete(`${workspaceId} ${externalId}`),
    clear: () => entries.clear(),
    size: () => entries.size,
  };
}
