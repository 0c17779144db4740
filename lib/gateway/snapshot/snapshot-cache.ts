import type { Clock, SnapshotSource } from "@/lib/gateway/ports";
import type { CompiledKey } from "./compile-snapshot";
import { SnapshotShelf } from "./snapshot-shelf";

export type SnapshotCache = {
  /** The snapshot if this process has it, however old: the ledger compares its versions. */
  peek(keyHash: string): CompiledKey | null;
  /** From the cache, else loaded once for all who wait. Null: no such key. Rejects when the source cannot answer. */
  get(keyHash: string): Promise<CompiledKey | null>;
  /** Loaded anew, once for all who ask while it loads. */
  reload(keyHash: string): Promise<CompiledKey | null>;
  bytes(): number;
  /** Forgets every snapshot: what they are compared with is gone. */
  clear(): void;
};

const UNKNOWN_MS = 1_000;
const MAX_UNKNOWN = 10_000;

/** Snapshots within `maxBytes`, loaded single-flight; unknown keys are remembered for a second. */
export function createSnapshotCache(source: SnapshotSource, clock: Clock, maxBytes: number): SnapshotCache {
  const shelf = new SnapshotShelf(maxBytes);
  const loading = new Map<string, Promise<CompiledKey | null>>();
  const unknownUntil = new Map<string, number>();

  async function load(keyHash: string): Promise<CompiledKey | null> {
    const snapshot = await source.load(keyHash, shelf.known());
    if (snapshot) {
      unknownUntil.delete(keyHash);
      // What was known when the question left may have been dropped by the time of the answer.
      const kept = shelf.keep(keyHash, snapshot) ?? shelf.keep(keyHash, await source.load(keyHash, {}));
      if (kept) return kept;
    }
    shelf.drop(keyHash);
    if (unknownUntil.size >= MAX_UNKNOWN) unknownUntil.clear();
    unknownUntil.set(keyHash, clock.nowMs() + UNKNOWN_MS);
    return null;
  }

  function reload(keyHash: string): Promise<CompiledKey | null> {
    const running = loading.get(keyHash);
    if (running) return running;
    const started = load(keyHash).finally(() => loading.delete(keyHash));
    loading.set(keyHash, started);
    return started;
  }

  return {
    peek: (keyHash) => shelf.peek(keyHash),
    reload,
    bytes: () => shelf.bytes,
    clear: () => shelf.clear(),
    async get(keyHash) {
      const cached = shelf.peek(keyHash);
      if (cached) return cached;
      const until = unknownUntil.get(keyHash);
      if (until !== undefined) {
        if (until > clock.nowMs()) return null;
        unknownUntil.delete(keyHash);
      }
      return await reload(keyHash);
    },
  };
}
