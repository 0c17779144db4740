import type { GatewayRuntime, Planned, Resolved } from "@/lib/gateway/context";
import { boundCost } from "@/lib/gateway/pricing/cost";
import { Refusal } from "@/lib/gateway/refusal";
import type { CompiledRule } from "@/lib/gateway/rules/compile-rule";
import { type CheckPlan, planChecks, type Reservation, type SubjectNames } from "@/lib/gateway/rules/plan-checks";
import { sharedRulesOf } from "@/lib/gateway/snapshot/compile-snapshot";
import type { CompiledEndUser } from "@/lib/gateway/snapshot/end-user-cache";
import type { Check } from "@/lib/ledger/rules";
import { firstHold } from "./afford";
import { boundInput, boundOutput, type OutputBound } from "./bound-output";

/** Turns the rules that match into checks, each with the most that this call can consume. */
export function plan(runtime: GatewayRuntime, resolved: Resolved, endUser: CompiledEndUser | null): Planned | Refusal {
  const planned = planWith(runtime, { ...resolved, endUser }, boundInput(resolved), boundOutput(resolved));
  const tooLarge = refuseTooLarge(planned);
  if (tooLarge) return tooLarge;
  if (!resolved.isStream || !planned.output.canShrink) return planned;
  const tokens = firstHold(planned);
  return tokens < planned.output.perChoice ? planAgain(runtime, planned, tokens) : planned;
}

/** The same call with less output held for it. */
export function planAgain(runtime: GatewayRuntime, planned: Planned, perChoice: number): Planned {
  return planWith(runtime, planned, planned.reservation.inputTokens, { ...planned.output, perChoice });
}

type Known = Resolved & Pick<Planned, "endUser">;

function planWith(runtime: GatewayRuntime, resolved: Known, inputTokens: number, output: OutputBound): Planned {
  const { pricing, subjects, candidates } = resolved;
  const outputTokens = output.perChoice * output.choices;
  const reservation: Reservation = {
    inputTokens,
    outputTokens,
    costNanoUsd: pricing ? boundCost(pricing, inputTokens, outputTokens) : null,
  };
  const planned = candidates.map(({ id, credential }) => ({ id, credentialId: credential?.id ?? null, reservation }));
  const { id: workspaceId } = resolved.compiled.slot.current;
  const nameOf: SubjectNames = (rule, subject, nowMs) => runtime.census.name(workspaceId, rule, subject, nowMs);
  const checkPlan = planChecks(rulesOf(resolved), subjects, planned, runtime.clock.nowMs(), nameOf);
  const outputCap = output.isOurs && someCheck(checkPlan, isHardMoney) ? output.perChoice : null;
  return { ...resolved, plan: checkPlan, reservation, output, outputCap };
}

/** Without rules of the key's or the end user's own, the list of the workspace's itself. */
function rulesOf({ compiled, endUser }: Known): readonly CompiledRule[] {
  const shared = sharedRulesOf(compiled);
  const own = compiled.ownRules;
  if (own.length === 0 && (endUser === null || endUser.rules.length === 0)) return shared;
  return endUser === null ? [...own, ...shared] : [...own, ...endUser.rules, ...shared];
}

function refuseTooLarge({ plan: checkPlan, body }: Planned): Refusal | null {
  if (body.kind !== "json") return null;
  const atLeast = Math.ceil(body.bytes.byteLength / 3);
  const isTooSmall = (check: Check) =>
    check.enforcement === "enforce" &&
    (check.metric === "input_tokens" || check.metric === "total_tokens") &&
    atLeast > (check.bucket?.capacity ?? check.limit);
  const check = someCheck(checkPlan, isTooSmall);
  if (!check) return null;
  return new Refusal(
    "request_too_large_for_limit",
    `The input is about ${atLeast} tokens, more than the ${check.bucket?.capacity ?? check.limit} that the limit "${check.name}" ever lets through. Send less at once.`,
  );
}

function isHardMoney(check: Check): boolean {
  return check.metric === "cost_nano_usd" && check.hard && check.enforcement === "enforce";
}

function someCheck({ common, candidates }: CheckPlan, test: (check: Check) => boolean): Check | null {
  for (const check of common) if (test(check)) return check;
  for (const { checks } of candidates) for (const check of checks) if (test(check)) return check;
  return null;
}
