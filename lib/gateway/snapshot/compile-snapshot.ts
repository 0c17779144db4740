import { type CompiledAccess, compileAccess } from "@/lib/gateway/access/access-rules";
import { type AddressRange, readRange } from "@/lib/gateway/access/address";
import { compileCredit } from "@/lib/gateway/rules/compile-credit";
import {
  type CompiledRule,
  compileBudgets,
  compileEndpointLimit,
  compileKeyLimit,
  compileRateLimit,
} from "@/lib/gateway/rules/compile-rule";
import { type CompiledEndpoint, compileEndpoints } from "@/lib/gateway/rules/endpoints";
import { compileTiers, type Tiers } from "@/lib/gateway/rules/model-tiers";
import { compilePlanQuotas } from "@/lib/gateway/rules/plan-quota";
import type { KeySubjects } from "@/lib/gateway/rules/subjects";
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
  endpointsByProvider: ReadonlyMap<string, readonly CompiledEndpoint[]>;
  tiers: Tiers;
  access: CompiledAccess;
  blockedTeams: ReadonlySet<string>;
  /** Frozen and deleted ones, which answer alike. */
  frozenProjects: ReadonlySet<string>;
  rules: readonly CompiledRule[];
  /** The record's mention of the credit that calls are held against; null where the workspace never bought any. */
  creditAccounts: { credit_accounts: readonly string[] } | null;
};

/** Filled once a newer workspace part arrived with any of its keys. */
export type WorkspaceSlot = { current: CompiledWorkspace };

export type CompiledKey = {
  key: SnapshotKey;
  keyVersion: number;
  expiresAtMs: number | null;
  /** Null: the key may be used from everywhere. */
  allowedRanges: readonly (AddressRange | null)[] | null;
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
    endpointsByProvider: compileEndpoints(workspace.endpoints),
    tiers: compileTiers(workspace.models),
    access: compileAccess(workspace),
    blockedTeams: new Set(workspace.blocked_teams),
    frozenProjects: new Set(workspace.projects.map(({ id }) => id)),
    rules: [
      ...workspace.rate_limits.map(compileRateLimit),
      ...workspace.endpoints.map(compileEndpointLimit).filter((rule) => rule !== null),
      ...workspace.budgets.flatMap(compileBudgets),
      ...compilePlanQuotas(workspace),
      ...workspace.credits.map(compileCredit),
    ],
    creditAccounts: workspace.credits.length === 0 ? null : { credit_accounts: workspace.credits.map(({ id }) => id) },
  };
}

export function compileKey({ versions, key }: LoadedSnapshot, slot: WorkspaceSlot): CompiledKey {
  const ownLimit = compileKeyLimit(key);
  return {
    key,
    keyVersion: versions.key,
    expiresAtMs: key.expires_at === null ? null : Date.parse(key.expires_at),
    allowedRanges: key.allowed_ips.length === 0 ? null : key.allowed_ips.map(readRange),
    ownRules: [
      ...(ownLimit ? [ownLimit] : []),
      ...key.rate_limits.map(compileRateLimit),
      ...key.budgets.flatMap(compileBudgets),
    ],
    slot,
  };
}

/** What follows from a key and a state of its workspace, put together once. */
type InWorkspace = { workspace: CompiledWorkspace; versions: Versions; shared: readonly CompiledRule[] };

const inWorkspaces = new WeakMap<CompiledKey, InWorkspace>();

/** The versions as the ledger names them. */
export function versionsOf(compiled: CompiledKey): Versions {
  return inWorkspaceOf(compiled).versions;
}

/** The workspace's rules, without those that can match no call of this key. */
export function sharedRulesOf(compiled: CompiledKey): readonly CompiledRule[] {
  return inWorkspaceOf(compiled).shared;
}

function inWorkspaceOf(compiled: CompiledKey): InWorkspace {
  const { key, keyVersion, slot } = compiled;
  const known = inWorkspaces.get(compiled);
  if (known?.workspace === slot.current) return known;
  const { id, version, globalVersion, rules } = slot.current;
  const versions = {
    [`${SHARED_WORKSPACE}/workspace`]: globalVersion,
    [`${id}/workspace`]: version,
    [`${id}/key:${key.id}`]: keyVersion,
  };
  const subjects = keySubjectsOf(key);
  const shared = rules.filter((rule) => rule.belongsTo(subjects));
  const made = { workspace: slot.current, versions, shared };
  inWorkspaces.set(compiled, made);
  return made;
}

/** The subjects of a call that its key decides. */
export function keySubjectsOf(key: SnapshotKey): KeySubjects {
  return {
    customer: key.customer_id,
    team: key.team_id,
    project: key.project_id,
    api_key: key.id,
    member: key.member_id,
  };
}
