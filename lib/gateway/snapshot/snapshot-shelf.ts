import type { KnownWorkspaces } from "@/lib/gateway/ports";
import { type CompiledKey, compileKey, compileWorkspace, type WorkspaceSlot } from "./compile-snapshot";
import type { LoadedSnapshot } from "./snapshot-schema";

type Entry = { compiled: CompiledKey; bytes: number };
type Workspace = { slot: WorkspaceSlot; keys: number; bytes: number };

/** Workspaces named in one question; beyond it a workspace's part is sent again with its next new key. */
const MAX_KNOWN = 100;

/** Compiled snapshots by key hash, least recently used out first. Keys of a workspace share its part. Sizes as JSON text. */
export class SnapshotShelf {
  bytes = 0;
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  readonly #workspaces = new Map<string, Workspace>();
  /** Stands last already, so that a key that calls again and again is not moved each time. */
  #newest: string | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  peek(keyHash: string): CompiledKey | null {
    const entry = this.#entries.get(keyHash);
    if (!entry) return null;
    if (this.#newest !== keyHash) {
      this.#entries.delete(keyHash);
      this.#entries.set(keyHash, entry);
      this.#newest = keyHash;
    }
    return entry.compiled;
  }

  clear(): void {
    for (const keyHash of [...this.#entries.keys()]) this.drop(keyHash);
  }

  /** Versions of the workspace parts that need not be loaded again. */
  known(): KnownWorkspaces {
    const known: Record<string, readonly [number, number]> = {};
    let named = 0;
    for (const [id, { slot }] of this.#workspaces) {
      if (named === MAX_KNOWN) break;
      known[id] = [slot.current.globalVersion, slot.current.version];
      named += 1;
    }
    return known;
  }

  /** Null where the snapshot relies on a workspace part that is not here. */
  keep(keyHash: string, snapshot: LoadedSnapshot | null): CompiledKey | null {
    const workspace = snapshot && this.#join(snapshot);
    if (!snapshot || !workspace) return null;
    const compiled = compileKey(snapshot, workspace.slot);
    workspace.keys += 1;
    this.drop(keyHash);
    const bytes = JSON.stringify(snapshot.key).length;
    this.#entries.set(keyHash, { compiled, bytes });
    this.#newest = keyHash;
    this.bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.bytes <= this.#maxBytes || this.#entries.size === 1) break;
      this.drop(oldest);
    }
    return compiled;
  }

  drop(keyHash: string): void {
    const entry = this.#entries.get(keyHash);
    if (!entry) return;
    this.#entries.delete(keyHash);
    this.bytes -= entry.bytes;
    const { id } = entry.compiled.slot.current;
    const workspace = this.#workspaces.get(id);
    if (!workspace) return;
    workspace.keys -= 1;
    if (workspace.keys > 0) return;
    this.#workspaces.delete(id);
    this.bytes -= workspace.bytes;
  }

  /** The newer of the known and the given workspace part, for all its keys at once. */
  #join({ versions, workspace, key }: LoadedSnapshot): Workspace | null {
    const known = this.#workspaces.get(key.workspace_id);
    const { global, workspace: version } = versions;
    if (known && known.slot.current.version >= version && known.slot.current.globalVersion >= global) return known;
    if (!workspace) return null;
    const current = compileWorkspace(versions, workspace);
    const bytes = JSON.stringify(workspace).length;
    if (known) {
      known.slot.current = current;
      this.bytes += bytes - known.bytes;
      known.bytes = bytes;
      return known;
    }
    const added = { slot: { current }, keys: 0, bytes };
    this.#workspaces.set(workspace.id, added);
    this.bytes += bytes;
    return added;
  }
}
