import type { Admitted, Call, GatewayRuntime, Identified, Planned, Routed } from "@/lib/gateway/context";
import { headerOf } from "@/lib/gateway/http/header-rules";
import type { Refusal } from "@/lib/gateway/refusal";
import type { Reply } from "@/lib/gateway/reply";
import { rateLimitHeaders } from "@/lib/gateway/reply/rate-limit-headers";
import { renderRefusal } from "@/lib/gateway/reply/render-refusal";
import type { CompiledEndUser } from "@/lib/gateway/snapshot/end-user-cache";
import type { GatewayErrorCode } from "@/lib/kernel/errors";
import { LedgerUnavailable } from "@/lib/ledger/port";
import { ledgerUnavailable } from "./admit";
import { refusalFields } from "./record";

/** Refusals that a newer snapshot might not repeat. The rest are about the request itself. */
const FROM_SNAPSHOT: ReadonlySet<GatewayErrorCode> = new Set<GatewayErrorCode>([
  "key_expired",
  "key_revoked",
  "key_disabled",
  "model_unpriced",
  "geo_blocked",
  "scope_denied",
  "subject_blocked",
  "ip_not_allowed",
  "model_not_allowed",
  "provider_not_allowed",
  "workspace_frozen",
  "project_frozen",
  "provider_not_found",
  "model_not_found",
  "request_too_large_for_limit",
  "upstream_credentials_exhausted",
]);

/** How far a call had come when it was refused. */
export type Progress = {
  call: Call;
  identified: Identified | null;
  routed: Routed | null;
  planned: Planned | null;
  admission: Admitted["admission"] | null;
};

/** Whether a refusal stands: `reload` where rules have changed since; another refusal where nobody can tell. */
export async function confirm(
  runtime: GatewayRuntime,
  known: Identified,
  refusal: Refusal,
  endUser?: CompiledEndUser,
): Promise<Refusal | "reload"> {
  if (!FROM_SNAPSHOT.has(refusal.code)) return refusal;
  try {
    return (await runtime.isFresh(known.compiled, endUser)) ? refusal : "reload";
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    return ledgerUnavailable();
  }
}

/** The answer of a call that no upstream saw, and its row if the key is known. */
export function refuse(runtime: GatewayRuntime, progress: Progress, refusal: Refusal, isRecorded: boolean): Reply {
  const { call, identified, routed, planned } = progress;
  const nowMs = runtime.clock.nowMs();
  if (identified && !isRecorded) {
    const { compiled } = identified;
    const latencyMs = Math.max(0, Math.round((runtime.stopwatch() - call.startedAt) * 1_000) / 1_000);
    runtime.refusals.add({
      requestId: call.requestId,
      keyId: compiled.key.id,
      reason: refusal.verdict?.ruleId ?? refusal.reason ?? refusal.code,
      fields: refusalFields(call, compiled, refusal, latencyMs, routed),
    });
  }
  const isAnthropic = routed
    ? routed.dialect.errorShape === "anthropic"
    : headerOf(call.request.headers, "anthropic-version") !== null;
  // Once admitted, the call's rules stand as its admission found them.
  const verdicts = refusal.verdicts.length > 0 ? refusal.verdicts : (progress.admission?.verdicts ?? []);
  const headers = planned ? rateLimitHeaders(verdicts, planned.plan.rules, nowMs) : [];
  return renderRefusal(refusal, {
    requestId: call.requestId,
    shape: isAnthropic ? "anthropic" : "openai",
    nowMs,
    docsUrl: runtime.config.docsUrl,
    headers,
  });
}
