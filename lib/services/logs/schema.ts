import { z } from "zod";
import { Id, Timestamp } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

export const StatusClass = z.enum(["2xx", "3xx", "4xx", "5xx"]);
export type StatusClass = z.infer<typeof StatusClass>;

export const Decision = z.enum(["allowed", "refused"]);
export type Decision = z.infer<typeof Decision>;

/** `from` is included, `to` is not. `q` finds a request id by its beginning. @default the last 24 hours */
export const ListLogsInput = PageInput.extend({
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  status_class: StatusClass.optional(),
  model: z.string().trim().max(200).optional(),
  api_key_id: Id.optional(),
  provider_id: Id.optional(),
  decision: Decision.optional(),
  q: z.string().trim().max(100).optional(),
});
export type ListLogsInput = z.input<typeof ListLogsInput>;

export const GetLogInput = z.strictObject({ request_id: Id });
export type GetLogInput = z.input<typeof GetLogInput>;

/** One request, as a row of the list. Times in milliseconds, money as decimal text in cents. */
export type LogEntry = {
  request_id: string;
  created_at: string;
  method: string | null;
  path: string | null;
  status_code: number | null;
  decision: string | null;
  outcome: string | null;
  error_code: string | null;
  model: string | null;
  requested_model: string | null;
  api_key_id: string | null;
  api_key_name: string | null;
  provider_id: string | null;
  provider_name: string | null;
  latency_ms: number | null;
  upstream_latency_ms: number | null;
  overhead_ms: number | null;
  time_to_first_byte_ms: number | null;
  tokens_input: number | null;
  tokens_output: number | null;
  tokens_total: number | null;
  /** Null when the model has no price. */
  cost_cents: string | null;
  is_stream: boolean | null;
  repeat_count: number;
};

/** One try at an upstream. */
export type LogAttempt = Record<string, unknown>;

/** Everything that is known of one request. */
export type LogDetail = LogEntry & {
  error_message: string | null;
  internal_reason: string | null;
  request_type: string | null;
  route: string | null;
  tokens_cached: number | null;
  tokens_reasoning: number | null;
  usage_estimated: boolean | null;
  request_size_bytes: number | null;
  response_size_bytes: number | null;
  retry_count: number | null;
  cache_hit: boolean | null;
  client_ip: string | null;
  country: string | null;
  user_agent: string | null;
  end_user_id: string | null;
  project_id: string | null;
  credential_id: string | null;
  tags: string[];
  trace_id: string | null;
  session_id: string | null;
  attempts: LogAttempt[];
};
