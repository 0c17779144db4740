import type { Call, Planned, Routed } from "@/lib/gateway/context";
import { headerOf } from "@/lib/gateway/http/header-rules";
import type { Refusal } from "@/lib/gateway/refusal";
import type { CompiledKey } from "@/lib/gateway/snapshot/compile-snapshot";
import { GATEWAY_ERRORS } from "@/lib/kernel/errors";
import type { RecordFields } from "@/lib/ledger/port";

const MAX_TEXT = 512;
const SECRET_NAME = /key|token|secret|sig|pass|auth|code|credential/i;

/** What is known of a call at admission, under the record's column names. */
export function openingFields(planned: Planned): RecordFields {
  const { provider, endpoint, subjects, body, model, requestedModel, isStream } = planned;
  return {
    ...callFields(planned.call, planned.compiled),
    end_user_id: subjects.end_user,
    tags: subjects.tags,
    provider_id: provider.id,
    credential_id: subjects.credential,
    path: clip(planned.path),
    query_params: queryFields(planned.target.query),
    route: `${provider.slug}${endpoint?.path ?? ""}`,
    request_type: endpoint?.requestType ?? null,
    endpoint_id: planned.providerEndpoint?.id ?? null,
    model: clip(model),
    requested_model: clip(requestedModel),
    is_stream: isStream,
    request_size_bytes: body.kind === "json" || body.kind === "bytes" ? body.bytes.byteLength : 0,
    decision: "allowed",
    // Postgres spends credit by what was counted, not by when the credit was bought.
    ...planned.compiled.slot.current.creditAccounts,
  };
}

/** The row of a refusal of an identified key, with the rule that refused. */
export function refusalFields(
  call: Call,
  compiled: CompiledKey,
  refusal: Refusal,
  latencyMs: number,
  routed: Routed | null,
): RecordFields {
  const { status } = GATEWAY_ERRORS[refusal.code];
  const { target } = call.request;
  const mark = target.indexOf("?");
  return {
    ...callFields(call, compiled),
    path: clip(routed?.path ?? (mark === -1 ? target : target.slice(0, mark))),
    provider_id: routed?.provider.id ?? null,
    model: clip(routed?.model ?? null),
    requested_model: clip(routed?.requestedModel ?? null),
    request_type: routed?.endpoint?.requestType ?? null,
    endpoint_id: routed?.providerEndpoint?.id ?? null,
    is_stream: routed?.isStream ?? false,
    status_code: status,
    decision: "refused",
    error_code: refusal.code,
    error_message: clip(refusal.message),
    internal_reason: refusal.verdict ? `${refusal.verdict.kind}:${refusal.verdict.ruleId}` : refusal.reason,
    rate_limited: status === 429,
    rate_limit_remaining: refusal.verdict?.kind === "rate_limit" ? Math.floor(refusal.verdict.remaining) : null,
    rate_limit_reset_at: refusal.verdict?.resetsAtMs ? new Date(refusal.verdict.resetsAtMs).toISOString() : null,
    latency_ms: latencyMs,
    overhead_ms: latencyMs,
    repeat_count: 1,
  };
}

export function clip(text: string | null): string | null {
  if (text === null || (text.length <= MAX_TEXT && !text.includes("\u0000"))) return text;
  // Postgres stores no NUL, and a log needs no novel.
  return text.replaceAll("\u0000", "").slice(0, MAX_TEXT);
}

function callFields(call: Call, { key, slot }: CompiledKey): RecordFields {
  const { method, headers } = call.request;
  return {
    workspace_id: slot.current.id,
    api_key_id: key.id,
    project_id: key.project_id,
    team_id: key.team_id,
    customer_id: key.customer_id,
    member_id: key.member_id,
    method,
    country: call.country,
    region: call.country === null ? null : (slot.current.access.regionOf.get(call.country) ?? null),
    client_ip: call.clientIp === "" ? null : call.clientIp,
    user_agent: clip(headerOf(headers, "user-agent")),
    origin: clip(headerOf(headers, "origin")),
    request_host: clip(headerOf(headers, "host")),
    trace_id: traceIdOf(headerOf(headers, "traceparent")),
    tags: key.tags,
  };
}

/** W3C Trace Context, section 3.2. */
function traceIdOf(traceparent: string | null): string | null {
  return traceparent === null ? null : (/^00-([0-9a-f]{32})-/.exec(traceparent)?.[1] ?? null);
}

/** Names and short values; what may be a secret keeps its name alone. */
function queryFields(query: string): Readonly<Record<string, string>> | null {
  if (query.length < 2) return null;
  const fields: Record<string, string> = {};
  for (const part of query.slice(1).split("&").slice(0, 50)) {
    const [name = "", value = ""] = part.split("=", 2);
    if (name !== "") fields[name.slice(0, 100)] = SECRET_NAME.test(name) ? "[redacted]" : value.slice(0, 200);
  }
  return fields;
}
