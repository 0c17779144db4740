import type { Admitted, GatewayRuntime, Planned } from "@/lib/gateway/context";
import { pause } from "@/lib/gateway/pause";
import { Refusal } from "@/lib/gateway/refusal";
import { versionsOf } from "@/lib/gateway/snapshot/compile-snapshot";
import { GATEWAY_ERRORS } from "@/lib/kernel/errors";
import { formatCents } from "@/lib/kernel/money";
import { type Admission, type Amounts, BacklogFull, LedgerUnavailable, type Opening } from "@/lib/ledger/port";
import type { Verdict } from "@/lib/ledger/rules";
import { affordableTokens } from "./afford";
import { planAgain } from "./plan";
import { openingFields } from "./record";

/** `reload`: the rules that the call was planned from are old. */
export type AdmitResult = Admitted | Refusal | "reload";

/** How often a call may ask again with less output held, while others take what was left. */
const MAX_SHRINKS = 3;

/**
 * Asks the ledger: all checks at the same instant, and the versions of the rules they were planned from. Once, but for a
 * call whose output fits only in part: it asks again for what is affordable.
 */
export async function admit(runtime: GatewayRuntime, planned: Planned): Promise<AdmitResult> {
  let asking = planned;
  for (let shrinks = 0; ; shrinks += 1) {
    let admission: Admission;
    try {
      const { common, candidates } = asking.plan;
      admission = await runtime.ledger.admit(openingOf(asking), common, candidates, runtime.config.leaseMs);
      if (admission.outcome === "admitted")
        return admission.waitMs > 0 ? await waitAndStart(runtime, asking, admission) : { ...asking, admission };
    } catch (cause) {
      return notAdmitted(runtime, asking, cause);
    }
    const refusal = refusalOf(admission);
    if (refusal === "reload" || refusal.verdict === null || shrinks === MAX_SHRINKS) return refusal;
    const tokens = affordableTokens(asking, refusal.verdict);
    if (tokens === null) return refusal;
    asking = planAgain(runtime, asking, tokens);
  }
}

function openingOf(planned: Planned): Opening {
  const { call, compiled, endUser } = planned;
  return {
    requestId: call.requestId,
    workspaceId: compiled.slot.current.id,
    versions: endUser ? { ...versionsOf(compiled), ...endUser.versions } : versionsOf(compiled),
    reserve: reserveOf(planned),
    ifAway: compiled.slot.current.facts.on_ledger_outage,
    fields: openingFields(planned),
  };
}

function refusalOf(admission: Exclude<Admission, { outcome: "admitted" }>): Refusal | "reload" {
  switch (admission.outcome) {
    case "stale":
      return "reload";
    case "lost":
      return ledgerUnavailable();
    case "refused":
      return refusalBy(admission.by, { verdicts: verdictsOf(admission) });
  }
}

function notAdmitted(runtime: GatewayRuntime, { call }: Planned, cause: unknown): Refusal {
  if (cause instanceof BacklogFull) return backlogFull();
  if (!(cause instanceof LedgerUnavailable)) throw cause;
  runtime.report("The ledger did not admit.", { requestId: call.requestId }, cause);
  return ledgerUnavailable();
}

/** Where the common rules and those of the first candidate stood, the refusing one among them. */
function verdictsOf({ by, verdicts, passedOver }: Extract<Admission, { outcome: "refused" }>): readonly Verdict[] {
  const [first] = passedOver;
  const all = first ? [...verdicts, ...first.verdicts] : verdicts;
  return all.some(({ ruleId, subject }) => ruleId === by.ruleId && subject === by.subject) ? all : [...all, by];
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

function backlogFull(): Refusal {
  const text = "The gateway cannot record more calls until its ledger is back. Try again shortly.";
  return new Refusal("backlog_full", text);
}

export function ledgerUnavailable(): Refusal {
  return new Refusal("ledger_unavailable", "The gateway cannot count calls at the moment. Try again shortly.");
}

/** Says which rule refused, what it allows and when there is room again. */
export function refusalBy(
  verdict: Verdict,
  facts: { isRecorded?: boolean; verdicts?: readonly Verdict[] } = {},
): Refusal {
  if (verdict.kind === "credits") {
    const unit = verdict.metric === "requests" ? "request credit" : "credit";
    const text = `The ${unit} of this workspace has no room for this call. Ask your team to buy more.`;
    return new Refusal("credits_exhausted", text, { ...facts, verdict: { ...verdict, resetsAtMs: null } });
  }
  const reset = verdict.resetsAtMs === null ? "" : ` until ${new Date(verdict.resetsAtMs).toISOString()}`;
  if (verdict.kind === "budget") {
    const dollars = (nano: number) => `$${(Number(formatCents(nano)) / 100).toFixed(4)}`;
    const text = `The budget "${verdict.name}" of ${dollars(verdict.limit)} has no room for this call${reset}. Ask your team to raise it, or wait.`;
    return new Refusal("budget_exceeded", text, { ...facts, verdict });
  }
  if (verdict.metric === "concurrency") {
    const text = `The limit "${verdict.name}" allows ${verdict.limit} calls at a time. Try again once one has ended.`;
    return new Refusal("concurrency_limited", text, { ...facts, verdict });
  }
  const unit = verdict.metric === "requests" ? "requests" : verdict.metric.replace("_", " ");
  return new Refusal(
    "rate_limited",
    `The limit "${verdict.name}" of ${verdict.limit} ${unit} is used up${reset}. Wait, then try again.`,
    { ...facts, verdict },
  );
}

type Granted = Extract<Admission, { outcome: "admitted" }>;

/** A leaky bucket's wait. Who loses the place has an admitted record already, which is closed here. */
async function waitAndStart(runtime: GatewayRuntime, planned: Planned, admission: Granted): Promise<AdmitResult> {
  const { requestId, request } = planned.call;
  await pause(runtime.timers, admission.waitMs, request.signal);
  const refusal = request.signal.aborted
    ? new Refusal("body_timeout", "The caller left while the call was waiting for its turn.", { isRecorded: true })
    : await startRefusal(runtime, requestId);
  if (refusal === null) return { ...planned, admission };
  await runtime.ledger.cancel(requestId, {
    outcome: request.signal.aborted ? "cancelled" : "refused",
    fields: {
      status_code: request.signal.aborted ? 499 : GATEWAY_ERRORS[refusal.code].status,
      decision: "refused",
      error_code: request.signal.aborted ? "client_left" : refusal.code,
      error_message: refusal.message,
    },
  });
  return refusal;
}

async function startRefusal(runtime: GatewayRuntime, requestId: string): Promise<Refusal | null> {
  const started = await startOrNull(runtime, requestId);
  if (started === null) {
    const text = "The gateway could not count this call when its turn came. Try again shortly.";
    return new Refusal("ledger_unavailable", text, { isRecorded: true });
  }
  switch (started.outcome) {
    case "started":
      return null;
    case "refused":
      return refusalBy(started.by, { isRecorded: true });
    case "stale":
      return new Refusal("config_unavailable", "The rules of this key changed while the call waited. Try again.", {
        isRecorded: true,
      });
    case "unknown":
      return new Refusal("ledger_unavailable", "The call lost its turn while it waited. Try again.", {
        isRecorded: true,
      });
  }
}

async function startOrNull(runtime: GatewayRuntime, requestId: string) {
  try {
    return await runtime.ledger.start(requestId);
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    runtime.report("The ledger did not start a waiting call.", { requestId }, cause);
    return null;
  }
}
