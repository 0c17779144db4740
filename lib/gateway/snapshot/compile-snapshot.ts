import { type CompiledRule, compileBudget, compileKeyLimit, compileRateLimit } from "@/lib/gateway/rules/compile-rule";
import type { Versions } from "@/lib/ledger/port";
import type { KeySnapshot, LoadedSnapshot, SnapshotCredential, SnapshotKey, SnapshotProvider } from "./snapshot-schema";

const SHARED_WORKSPACE = "00000000-0000-0000-0000-000000000000";

/** What all keys of a workspace have in common, made ready for calls. */
export type CompiledWorkspace = {
  id: string;
  globalVersion: number;
  version: number;
  facts: KeySnapshot["workspace"];
  providerBySlug: ReadonlyMap<string, SnapshotProvider>;
  credentialsByProvider: ReadonlyMap<string, readonly SnapshotCredential[]>;
  rules: readonly CompiledRule[];
};

/** Filled once a newer workspace part arrived with any of its keys. */
export type WorkspaceSlot = { current: CompiledWorkspace };

export type CompiledKey = {
  key: SnapshotKey;
  keyVersion: number;
  expiresAtMs: number | null;
  /** Rules of this key alone, the limit that stands on it among them. */
  ownRules: readonly CompiledRule[];
  slot: WorkspaceSlot;
};

export function compileWorkspace(
  versions: KeySnapshot["versions"],
  workspace: KeySnapshot["workspace"],
): CompiledWorkspace {
  const credentialsByProvider = new Map<string, SnapshotCredential[]>();
  for (const credential of workspace.credentials) {
    const list = credentialsByProvider.get(credential.provider_id) ?? [];
    list.push(credential);
    credentialsByProvider.set(credential.provider_id, list);
  }
  return {
    id: workspace.id,
    globalVersion: versions.global,
    version: versions.workspace,
    facts: workspace,
    providerBySlug: new Map(workspace.providers.map((provider) => [provider.slug, provider])),
    credentialsByProvider,
    rules: [...workspace.rate_limits.map(compileRateLimit), ...workspace.budgets.map(compileBudget)],
  };
}

export function compileKey({ versions, key }: LoadedSnapshot, slot: WorkspaceSlot): CompiledKey {
  const ownLimit = compileKeyLimit(key);
  return {
    key,
    keyVersion: versions.key,
    expiresAtMs: key.expires_at === null ? null : Date.parse(key.expires_at),
    ownRules: [
      ...(ownLimit ? [ownLimit] : []),
      ...key.rate_limits.map(compileRateLimit),
      ...key.budgets.map(compileBudget),
    ],
    slot,
  };
}

type Named = { workspace: CompiledWorkspace; versions: Versions };

const named = new WeakMap<CompiledKey, Named>();

/** The versions as the ledger names them; put together once for a key and a state of its workspace. */
export function versionsOf(compiled: CompiledKey): Versions {
  const { key, keyVersion, slot } = compiled;
  const known = named.get(compiled);
  if (known?.workspace === slot.current) return known.versions;
  const { id, version, globalVersion } = slot.current;
  const versions = {
    [`${SHARED_WORKSPACE}/workspace`]: globalVersion,
    [`${id}/workspace`]: version,
    [`${id}/key:${key.id}`]: keyVersion,
  };
  named.set(compiled, { workspace: slot.current, versions });
  return versions;
}
