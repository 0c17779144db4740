import { createClient } from "@supabase/supabase-js";
import type { SnapshotSource } from "@/lib/gateway/ports";
import { EndUserFacts, LoadedSnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import type { AdjustmentRecord, LedgerRecord, Versions } from "@/lib/ledger/port";
import {
  type CountedRule,
  type CountedSum,
  CountedSums,
  type CreditSpending,
  CreditSpendings,
  RebuildRules,
  RequestIds,
} from "./rebuild-facts";
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
  /** Which of these requests, none made before `fromMs`, have their row. */
  storedRequests(requestIds: readonly string[], fromMs: number): Promise<ReadonlySet<string>>;
  /** Every rule that counts over a period, for a ledger that was emptied. */
  rebuildRules(): Promise<RebuildRules>;
  /** What each of these rules counted in [start, end), rows and adjustments of the requests in `without` left out. */
  countedSums(rules: readonly CountedRule[], without: readonly string[]): Promise<readonly CountedSum[]>;
  /** What every credit account has spent. */
  creditSpending(): Promise<readonly CreditSpending[]>;
  /** Tells the gateways of credit that has expired, by new versions. */
  lapseCredits(): Promise<void>;
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
/** Adds up all rows of the running periods. */
const REBUILD_TIMEOUT_MS = 120_000;

type Answer = { data: unknown; error: { message: string; code?: string } | null };

/** The data plane's whole view of Postgres: a few SQL functions, no table. */
export function createGatewayDatabase({ url, anonKey, accessToken }: Options): GatewayDatabase {
  const client = createClient(url, anonKey, { accessToken });

  async function call(name: string, args: Record<string, unknown>, timeoutMs = TIMEOUT_MS): Promise<unknown> {
    const answer: Answer = await client.rpc(name, args).abortSignal(AbortSignal.timeout(timeoutMs));
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
    async storedRequests(requestIds, fromMs) {
      const from = new Date(Math.max(0, fromMs)).toISOString();
      const ids = await call("gateway_stored_requests", { p_ids: requestIds, p_from: from });
      return new Set(RequestIds.parse(ids));
    },
    async rebuildRules() {
      return RebuildRules.parse(await call("gateway_rebuild_rules", {}));
    },
    async countedSums(rules, without) {
      if (rules.length === 0) return [];
      const args = { p_rules: rules, p_without: without };
      return CountedSums.parse(await call("gateway_balances_rebuild", args, REBUILD_TIMEOUT_MS));
    },
    async creditSpending() {
      return CreditSpendings.parse(await call("gateway_credit_spending", {}));
    },
    async lapseCredits() {
      await call("lapse_credits", {});
    },
    async applyRetention() {
      await call("apply_retention", {});
    },
  };
}

function namedVersion(row: { workspace_id: string; part: string; n: number }): [string, number] {
  return [`${row.workspace_id}/${row.part}`, Number(row.n)];
}
