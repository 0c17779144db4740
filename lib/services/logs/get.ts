import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { storedNumberOrNull } from "@/lib/services/stored-number";
import { LOG_COLUMNS, withNames } from "./load";
import { GetLogInput, type LogDetail } from "./schema";

const DETAIL_COLUMNS =
  `${LOG_COLUMNS}, error_message, internal_reason, request_type, route, tokens_cached, tokens_reasoning, usage_estimated, request_size_bytes, response_size_bytes, retry_count, cache_hit, client_ip, country, user_agent, end_user_id, project_id, credential_id, tags, trace_id, session_id, attempts` as const;

const Attempts = z.array(z.record(z.string(), z.unknown())).catch([]);

/** One request with everything that is known of it. Throws `not_found`. */
export async function getLog({ ctx, input }: { ctx: ServiceContext; input: GetLogInput }): Promise<LogDetail> {
  requireScope(ctx, "logs:read");
  const { request_id: requestId } = GetLogInput.parse(input);
  const { data } = await ctx.db
    .from("request_logs")
    .select(DETAIL_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("request_id", requestId)
    .order("created_at", { ascending: false })
    .limit(1)
    .throwOnError();
  const [row] = await withNames(ctx, data);
  if (row === undefined) throw new AppError("not_found", "There is no such request in this workspace.");
  return {
    ...row,
    tokens_cached: storedNumberOrNull(row.tokens_cached),
    tokens_reasoning: storedNumberOrNull(row.tokens_reasoning),
    request_size_bytes: storedNumberOrNull(row.request_size_bytes),
    response_size_bytes: storedNumberOrNull(row.response_size_bytes),
    client_ip: textOrNull(row.client_ip),
    attempts: Attempts.parse(row.attempts),
  };
}

/** The generated types leave `inet` open; it arrives as text. */
function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
