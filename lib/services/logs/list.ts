import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, TIMESTAMP_PATTERN, UUID_PATTERN } from "@/lib/services/cursor";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { LOG_COLUMNS, withNames } from "./load";
import { ListLogsInput, type LogEntry, type StatusClass } from "./schema";

const DAY_MS = 86_400_000;
const CLASS_START = { "2xx": 200, "3xx": 300, "4xx": 400, "5xx": 500 } as const satisfies Record<StatusClass, number>;

/** Requests of the workspace, newest first. The time range bounds what is read: a day unless `from` says otherwise. */
export async function listLogs(call: { ctx: ServiceContext; input: ListLogsInput }): Promise<Page<LogEntry>> {
  const { ctx } = call;
  requireScope(ctx, "logs:read");
  const input = ListLogsInput.parse(call.input);
  const from = input.from ?? new Date(Date.parse(input.to ?? nowText(ctx)) - DAY_MS).toISOString();

  let query = ctx.db
    .from("request_logs")
    .select(LOG_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .gte("created_at", from)
    .order("created_at", { ascending: false })
    .order("request_id", { ascending: false })
    .limit(input.limit + 1);
  if (input.to !== undefined) query = query.lt("created_at", input.to);
  if (input.status_class !== undefined) {
    const start = CLASS_START[input.status_class];
    query = query.gte("status_code", start).lt("status_code", start + 100);
  }
  if (input.model !== undefined && input.model !== "") query = query.eq("model", input.model);
  if (input.api_key_id !== undefined) query = query.eq("api_key_id", input.api_key_id);
  if (input.provider_id !== undefined) query = query.eq("provider_id", input.provider_id);
  if (input.decision !== undefined) query = query.eq("decision", input.decision);
  if (input.q !== undefined && input.q !== "") {
    const range = uuidsBeginningWith(input.q);
    if (range === null) return { items: [], next_cursor: null };
    query = query.gte("request_id", range.first).lte("request_id", range.last);
  }
  if (input.cursor !== undefined) {
    const [createdAt, requestId] = decodeCursor(input.cursor, [TIMESTAMP_PATTERN, UUID_PATTERN]);
    query = query.or(`created_at.lt."${createdAt}",and(created_at.eq."${createdAt}",request_id.lt.${requestId})`);
  }
  const { data } = await query.throwOnError();

  const rows = data.slice(0, input.limit);
  const last = rows.at(-1);
  return {
    items: await withNames(ctx, rows),
    next_cursor:
      data.length > input.limit && last !== undefined ? encodeCursor([last.created_at, last.request_id]) : null,
  };
}

/** The range of ids that begin with the text, so that an index finds them; null if none can. */
function uuidsBeginningWith(text: string): { first: string; last: string } | null {
  const digits = text.toLowerCase().replaceAll("-", "");
  if (!/^[0-9a-f]{1,32}$/.test(digits)) return null;
  return { first: asUuid(digits.padEnd(32, "0")), last: asUuid(digits.padEnd(32, "f")) };
}

function asUuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function nowText(ctx: ServiceContext): string {
  return new Date(ctx.clock.nowMs()).toISOString();
}
