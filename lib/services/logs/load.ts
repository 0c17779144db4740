import type { ServiceContext } from "@/lib/services/context";
import { storedNumberOrNull } from "@/lib/services/stored-number";
import type { LogEntry } from "./schema";

/** Columns of a row in the list. Numerics come as text where digits count. */
export const LOG_COLUMNS =
  "request_id, created_at, method, path, status_code, decision, outcome, error_code, model, requested_model, api_key_id, provider_id, latency_ms, upstream_latency_ms, overhead_ms, time_to_first_byte_ms, tokens_input, tokens_output, tokens_total, cost_cents::text, is_stream, repeat_count";

type LogRow = Omit<LogEntry, "api_key_name" | "provider_name">;

/** Names what the rows refer to, deleted things included. */
export async function withNames<Row extends LogRow>(
  ctx: ServiceContext,
  rows: readonly Row[],
): Promise<(Row & Pick<LogEntry, "api_key_name" | "provider_name">)[]> {
  const [keys, providers] = await Promise.all([
    namesOf(
      ctx,
      "api_keys",
      idsOf(rows, (row) => row.api_key_id),
    ),
    namesOf(
      ctx,
      "providers",
      idsOf(rows, (row) => row.provider_id),
    ),
  ]);
  return rows.map((row) => ({
    ...row,
    ...measuresOf(row),
    api_key_name: row.api_key_id === null ? null : (keys.get(row.api_key_id) ?? null),
    provider_name: row.provider_id === null ? null : (providers.get(row.provider_id) ?? null),
  }));
}

function measuresOf(row: LogRow) {
  return {
    latency_ms: storedNumberOrNull(row.latency_ms),
    upstream_latency_ms: storedNumberOrNull(row.upstream_latency_ms),
    overhead_ms: storedNumberOrNull(row.overhead_ms),
    time_to_first_byte_ms: storedNumberOrNull(row.time_to_first_byte_ms),
    tokens_input: storedNumberOrNull(row.tokens_input),
    tokens_output: storedNumberOrNull(row.tokens_output),
    tokens_total: storedNumberOrNull(row.tokens_total),
  };
}

/** Names by id: of living and soft-deleted rows, else what a deleted one was called. */
export async function namesOf(
  ctx: ServiceContext,
  table: "api_keys" | "providers",
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const [living, gone] = await Promise.all([
    ctx.db.from(table).select("id, name").eq("workspace_id", ctx.workspaceId).in("id", ids).throwOnError(),
    ctx.db
      .from("entity_names")
      .select("entity_id, name")
      .eq("workspace_id", ctx.workspaceId)
      .eq("entity_table", table)
      .in("entity_id", ids)
      .throwOnError(),
  ]);
  return new Map([
    ...gone.data.map((row) => [row.entity_id, row.name] as const),
    ...living.data.map((row) => [row.id, row.name] as const),
  ]);
}

function idsOf<Row>(rows: readonly Row[], pick: (row: Row) => string | null): string[] {
  return [...new Set(rows.map(pick).filter((id) => id !== null))];
}
