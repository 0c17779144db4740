import type { Admitted, GatewayRuntime, Planned } from "@/lib/gateway/context";
import { pause } from "@/lib/gateway/pause";
import { Refusal } from "@/lib/gateway/refusal";
import { versionsOf } from "@/lib/gateway/snapshot/compile-snapshot";
import { formatCents } from "@/lib/kernel/money";
import { type Admission, type Amounts, LedgerUnavailable } from "@/lib/ledger/port";
import type { Verdict } from "@/lib/ledger/rules";
import { openingFields } from "./record";

export type AdmitResult = Admitted | Refusal | "stale";

/** Asks the ledger once: all checks at the same instant, and the versions of the rules they were planned from. */
export async function admit(runtime: GatewayRuntime, planned: Planned): Promise<AdmitResult> {
  const { call, compiled, plan } = planned;
  const opening = {
    requestId: call.requestId,
    workspaceId: compiled.slot.current.id,
    versions: versionsOf(compiled),
    reserve: reserveOf(planned),
    fields: openingFields(planned),
  };
  try {
    const admission = await runtime.ledger.admit(opening, plan.common, plan.candidates, runtime.config.leaseMs);
    switch (admission.outcome) {
      case "stale":
        return "stale";
      case "lost":
        return ledgerUnavailable();
      case "refused":
        return refusalBy(admission.by);
      case "admitted":
        return admission.waitMs > 0 ? await waitAndStart(runtime, planned, admission) : { ...planned, admission };
    }
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    runtime.report("The ledger did not admit.", { requestId: call.requestId }, cause);
    return ledgerUnavailable();
  }
}

/** Whole numbers, as the ledger takes them. A dialect without usage consumes nothing that is counted. */
function reserveOf({ endpoint, reservation }: Planned): Amounts {
  if (endpoint === null) return {};
  const { inputTokens, outputTokens, costNanoUsd } = reservation;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    ...(costNanoUsd === null ? {} : { cost_nano_usd: costNanoUsd }),
  };
}

export function ledgerUnavailable(): Refusal {
  return new Refusal("ledger_unavailable", "The gateway cannot count calls at the moment. Try again shortly.");
}

/** Says which rule refused, what it allows and when there is room again. */
export function refusalBy(verdict: Verdict): Refusal {
  const reset = verdict.resetsAtMs === null ? "" : ` until ${new Date(verdict.resetsAtMs).toISOString()}`;
  if (verdict.kind === "budget") {
    const dollars = (nano: number) => `$${(Number(formatCents(nano)) / 100).toFixed(4)}`;
    const text = `The budget "${verdict.name}" of ${dollars(verdict.limit)} has no room for this call${reset}. Ask your team to raise it, or wait.`;
    return new Refusal("budget_exceeded", text, { verdict });
  }
  if (verdict.metric === "concurrency") {
    const text = `The limit "${verdict.name}" allows ${verdict.limit} calls at a time. Try again once one has ended.`;
    return new Refusal("concurrency_limited", text, { verdict });
  }
  const unit = verdict.metric === "requests" ? "requests" : verdict.metric.replace("_", " ");
  return new Refusal(
    "rate_limited",
    `The limit "${verdict.name}" of ${verdict.limit} ${unit} is used up${reset}. Wait, then try again.`,
    { verdict },
  );
}

type Granted = Extract<Admission, { outcome: "admitted" }>;

async function waitAndStart(runtime: GatewayRuntime, planned: Planned, admission: Granted): Promise<AdmitResult> {
  const { requestId, request } = planned.call;
  await pause(runtime.timers, admission.waitMs, request.signal);
  if (request.signal.aborted) {
    await runtime.ledger.cancel(requestId, { outcome: "cancelled", fields: { status_code: 499, decision: "allowed" } });
    return new Refusal("malformed_request", "The caller left while the call was waiting for its turn.");
  }
  const started = await runtime.ledger.start(requestId);
  if (started.outcome === "started") return { ...planned, admission };
  await runtime.ledger.cancel(requestId, { outcome: "cancelled", fields: { decision: "refused" } });
  if (started.outcome === "refused") return refusalBy(started.by);
  return started.outcome === "stale" ? "stale" : ledgerUnavailable();
}
