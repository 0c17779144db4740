import type { Clock, SnapshotSource } from "@/lib/gateway/ports";
import { type CompiledKey, compileKey, compileWorkspace, type WorkspaceSlot } from "./compile-snapshot";
import type { KeySnapshot } from "./snapshot-schema";

type Entry = { compiled: CompiledKey; bytes: number };
type Workspace = { slot: WorkspaceSlot; keys: number; bytes: number };

export type SnapshotCache = {
  /** The snapshot if this process has it, however old: the ledger compares its versions. */
  peek(keyHash: string): CompiledKey | null;
  /** From the cache, else loaded once for all who wait. Null: no such key. Rejects when the source cannot answer. */
  get(keyHash: string): Promise<CompiledKey | null>;
  /** Loaded anew, once for all who ask while it loads. */
  reload(keyHash: string): Promise<CompiledKey | null>;
  bytes(): number;
};

const UNKNOWN_MS = 1_000;
const MAX_UNKNOWN = 10_000;

/** Snapshots by key hash, least recently used out first beyond `maxBytes`. Keys of a workspace share its part. */
export function createSnapshotCache(source: SnapshotSource, clock: Clock, maxBytes: number): SnapshotCache {
  const entries = new Map<string, Entry>();
  const workspaces = new Map<string, Workspace>();
  const loading = new Map<string, Promise<CompiledKey | null>>();
  const unknownUntil = new Map<string, number>();
  let total = 0;

  function drop(keyHash: string): void {
    const entry = entries.get(keyHash);
    if (!entry) return;
    entries.delete(keyHash);
    total -= entry.bytes;
    const id = entry.compiled.slot.current.id;
    const workspace = workspaces.get(id);
    if (!workspace) return;
    workspace.keys -= 1;
    if (workspace.keys > 0) return;
    workspaces.delete(id);
    total -= workspace.bytes;
  }

  function keep(keyHash: string, snapshot: KeySnapshot): CompiledKey {
    const workspace = joinWorkspace(snapshot);
    const compiled = compileKey(snapshot, workspace.slot);
    workspace.keys += 1;
    drop(keyHash);
    const bytes = JSON.stringify(snapshot.key).length;
    entries.set(keyHash, { compiled, bytes });
    total += bytes;
    for (const oldest of entries.keys()) {
      if (total <= maxBytes || entries.size === 1) break;
      drop(oldest);
    }
    return compiled;
  }

  function joinWorkspace(snapshot: KeySnapshot): Workspace {
    const known = workspaces.get(snapshot.workspace.id);
    const { global, workspace: version } = snapshot.versions;
    if (known && known.slot.current.version >= version && known.slot.current.globalVersion >= global) return known;
    const compiled = compileWorkspace(snapshot);
    const bytes = JSON.stringify(snapshot.workspace).length;
    if (known) {
      known.slot.current = compiled;
      total += bytes - known.bytes;
      known.bytes = bytes;
      return known;
    }
    const added = { slot: { current: compiled }, keys: 0, bytes };
    workspaces.set(snapshot.workspace.id, added);
    total += bytes;
    return added;
  }

  async function load(keyHash: string): Promise<CompiledKey | null> {
    const snapshot = await source.load(keyHash);
    if (snapshot) {
      unknownUntil.delete(keyHash);
      return keep(keyHash, snapshot);
    }
    drop(keyHash);
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

  function peek(keyHash: string): CompiledKey | null {
    const entry = entries.get(keyHash);
    if (!entry) return null;
    entries.delete(keyHash);
    entries.set(keyHash, entry);
    return entry.compiled;
  }

  return {
    peek,
    reload,
    bytes: () => total,
    async get(keyHash) {
      const cached = peek(keyHash);
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
