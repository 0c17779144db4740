import type { GatewayRuntime, Planned, Resolved } from "@/lib/gateway/context";
import { boundCost } from "@/lib/gateway/pricing/cost";
import type { JsonObject } from "@/lib/gateway/providers/dialect";
import { Refusal } from "@/lib/gateway/refusal";
import { boundInputTokens, countImages } from "@/lib/gateway/rules/estimate-tokens";
import { planChecks, type Reservation } from "@/lib/gateway/rules/plan-checks";

/** A stream reserves this much output at first and asks for more ahead of the bytes. */
export const STREAM_RESERVE_TOKENS = 1_024;
const MAX_CHOICES = 128;

type Output = { reserved: number; most: number | null; capPerChoice: number | null };

/** Turns the rules that match into checks, each with the most that this call can consume. */
export function plan(runtime: GatewayRuntime, resolved: Resolved): Planned | Refusal {
  const output = boundOutput(resolved);
  const inputTokens = boundInput(resolved);
  const { pricing, compiled, subjects, candidates } = resolved;
  const reservation: Reservation = {
    inputTokens,
    outputTokens: output.reserved,
    costNanoUsd: pricing ? boundCost(pricing, inputTokens, output.reserved) : null,
  };
  const workspaceRules = compiled.slot.current.rules;
  const rules = compiled.ownRules.length > 0 ? [...compiled.ownRules, ...workspaceRules] : workspaceRules;
  const planned = candidates.map(({ id, credential }) => ({ id, credentialId: credential?.id ?? null, reservation }));
  const checkPlan = planChecks(rules, subjects, planned, runtime.clock.nowMs());
  const checks = [...checkPlan.common, ...checkPlan.candidates.flatMap((candidate) => candidate.checks)];
  for (const check of checks) {
    if (check.enforcement === "shadow" || (check.metric !== "input_tokens" && check.metric !== "total_tokens"))
      continue;
    const capacity = check.bucket?.capacity ?? check.limit;
    const atLeast = resolved.body.kind === "json" ? Math.ceil(resolved.body.bytes.byteLength / 3) : 0;
    if (atLeast > capacity) {
      return new Refusal(
        "request_too_large_for_limit",
        `The input is about ${atLeast} tokens, more than the ${capacity} that the limit "${check.name}" ever lets through. Send less at once.`,
      );
    }
  }
  const hasHardBudget = checks.some((check) => check.kind === "budget" && check.hard);
  const outputCap = hasHardBudget ? output.capPerChoice : null;
  return { ...resolved, plan: checkPlan, reservation, outputMost: output.most, outputCap };
}

function boundInput({ endpoint, body }: Resolved): number {
  if (endpoint === null || body.kind !== "json") return 0;
  return boundInputTokens(body.bytes.byteLength, countImages(body.text));
}

function boundOutput({ endpoint, body, isStream, compiled }: Resolved): Output {
  if (endpoint === null || body.kind !== "json" || endpoint.outputLimitFields.length === 0) {
    return { reserved: 0, most: 0, capPerChoice: null };
  }
  const choices = choicesOf(body.json);
  const declared = declaredLimit(body.json, endpoint.outputLimitFields);
  const most = declared === null ? null : declared * choices;
  if (isStream) {
    const reserved = Math.min(declared ?? STREAM_RESERVE_TOKENS, STREAM_RESERVE_TOKENS) * choices;
    return { reserved, most, capPerChoice: null };
  }
  if (most !== null) return { reserved: most, most, capPerChoice: null };
  const reserve = compiled.slot.current.facts.output_reserve_tokens;
  return { reserved: reserve * choices, most: null, capPerChoice: reserve };
}

function declaredLimit(json: JsonObject, fields: readonly string[]): number | null {
  for (const field of fields) {
    const value = json[field];
    if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  }
  return null;
}

function choicesOf(json: JsonObject): number {
  const most = Math.max(Number(json["n"] ?? 1), Number(json["best_of"] ?? 1));
  return Number.isSafeInteger(most) && most > 0 ? Math.min(most, MAX_CHOICES) : 1;
}
