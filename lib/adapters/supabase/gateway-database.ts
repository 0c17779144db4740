import { createClient } from "@supabase/supabase-js";
import type { SnapshotSource } from "@/lib/gateway/ports";
import { EndUserFacts, LoadedSnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import type { AdjustmentRecord, LedgerRecord, Versions } from "@/lib/ledger/port";
import { storable } from "./storable";

export type GatewayDatabase = SnapshotSource & {
  /** Stores finished requests exactly once. Rejects when the database cannot answer; nothing is lost then. */
  storeRecords(records: readonly LedgerRecord[]): Promise<void>;
  /** Stores late amounts exactly once, on the same terms. */
  storeAdjustments(adjustments: readonly AdjustmentRecord[]): Promise<void>;
  /** Versions of every configuration part that changed in the last hour. */
  recentVersions(): Promise<Versions>;
  /** Creates the day partitions that the coming days need. */
  ensurePartitions(days: number): Promise<void>;
  /** Writes the history of budget periods that have ended; enforcement needs none of it. */
  closeBudgetPeriods(): Promise<void>;
  /** Drops what is older than each workspace keeps. */
  applyRetention(): Promise<void>;
};

/** The database did not answer, or answered something unexpected. Never the caller's mistake. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

type Options = {
  url: string;
  anonKey: string;
  /** A token of role `gateway`, which may call these functions and nothing else. */
  accessToken: () => Promise<string>;
};

const TIMEOUT_MS = 15_000;

type Answer = { data: unknown; error: { message: string; code?: string } | null };

/** The data plane's whole view of Postgres: a few SQL functions, no table. */
export function createGatewayDatabase({ url, anonKey, accessToken }: Options): GatewayDatabase {
  const client = createClient(url, anonKey, { accessToken });

  async function call(name: string, args: Record<string, unknown>): Promise<unknown> {
    const answer: Answer = await client.rpc(name, args).abortSignal(AbortSignal.timeout(TIMEOUT_MS));
    if (answer.error) {
      throw new DatabaseUnavailable(`${name} failed (${answer.error.code ?? "no code"}): ${answer.error.message}`);
    }
    return answer.data;
  }

  return {
    async load(keyHash, known) {
      const data = await call("gateway_snapshot", { p_key_hash: keyHash, p_known: known });
      return data === null ? null : LoadedSnapshot.parse(data);
    },
    async loadEndUser(workspaceId, externalId) {
      return EndUserFacts.parse(
        await call("gateway_end_user", { p_workspace: workspaceId, p_external_id: externalId }),
      );
    },
    async storeRecords(records) {
      await call("record_requests", { p_records: storable(records) });
    },
    async storeAdjustments(adjustments) {
      await call("record_adjustments", { p_adjustments: storable(adjustments) });
    },
    async recentVersions() {
      const rows = await call("gateway_versions", { p_since: {} });
      return Array.isArray(rows) ? Object.fromEntries(rows.map(namedVersion)) : {};
    },
    async ensurePartitions(days) {
      await call("ensure_partitions", { p_days: days });
    },
    async closeBudgetPeriods() {
      await call("close_budget_periods", {});
    },
    async applyRetention() {
      await call("apply_retention", {});
    },
  };
}

function namedVersion(row: { workspace_id: string; part: string; n: number }): [string, number] {
  return [`${row.workspace_id}/${row.part}`, Number(row.n)];
}
