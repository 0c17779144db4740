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
export const LogEntry = z.strictObject({
  request_id: z.string(),
  created_at: z.string(),
  method: z.string().nullable(),
  path: z.string().nullable(),
  status_code: z.number().nullable(),
  decision: z.string().nullable(),
  outcome: z.string().nullable(),
  error_code: z.string().nullable(),
  model: z.string().nullable(),
  requested_model: z.string().nullable(),
  api_key_id: z.string().nullable(),
  api_key_name: z.string().nullable(),
  provider_id: z.string().nullable(),
  provider_name: z.string().nullable(),
  latency_ms: z.number().nullable(),
  upstream_latency_ms: z.number().nullable(),
  overhead_ms: z.number().nullable(),
  time_to_first_byte_ms: z.number().nullable(),
  tokens_input: z.number().nullable(),
  tokens_output: z.number().nullable(),
  tokens_total: z.number().nullable(),
  /** Null when the model has no price. */
  cost_cents: z.string().nullable(),
  is_stream: z.boolean().nullable(),
  repeat_count: z.number(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** One try at an upstream. */
export const LogAttempt = z.record(z.string(), z.unknown());
export type LogAttempt = z.infer<typeof LogAttempt>;

/** Everything that is known of one request. */
export const LogDetail = z.strictObject({
  ...LogEntry.shape,
  error_message: z.string().nullable(),
  internal_reason: z.string().nullable(),
  request_type: z.string().nullable(),
  route: z.string().nullable(),
  tokens_cached: z.number().nullable(),
  tokens_reasoning: z.number().nullable(),
  usage_estimated: z.boolean().nullable(),
  request_size_bytes: z.number().nullable(),
  response_size_bytes: z.number().nullable(),
  retry_count: z.number().nullable(),
  cache_hit: z.boolean().nullable(),
  client_ip: z.string().nullable(),
  country: z.string().nullable(),
  user_agent: z.string().nullable(),
  end_user_id: z.string().nullable(),
  project_id: z.string().nullable(),
  credential_id: z.string().nullable(),
  tags: z.array(z.string()),
  trace_id: z.string().nullable(),
  session_id: z.string().nullable(),
  attempts: z.array(LogAttempt),
});
export type LogDetail = z.infer<typeof LogDetail>;
