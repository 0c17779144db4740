import type { Resolved } from "@/lib/gateway/context";
import type { JsonObject } from "@/lib/gateway/providers/dialect";
import { boundInputTokens, countImages } from "@/lib/gateway/rules/estimate-tokens";

/** How much output a call may generate before anyone is asked again. */
export type OutputBound = {
  /** Tokens held for each choice at first. */
  perChoice: number;
  choices: number;
  /** What the caller itself bounds the output by, in tokens of all choices together. */
  most: number | null;
  /** Whether the gateway writes the bound into the request, where a hard budget asks for one. */
  isOurs: boolean;
  /** Whether less may be held where there is no room for as much: a stream asks for more later, our own bound can be lower. */
  canShrink: boolean;
};

/** A stream holds this much output at first and asks for more ahead of the bytes. */
export const STREAM_RESERVE_TOKENS = 1_024;
const MAX_CHOICES = 128;
const NO_OUTPUT: OutputBound = { perChoice: 0, choices: 1, most: 0, isOurs: false, canShrink: false };

export function boundOutput({ endpoint, body, isStream, compiled }: Resolved): OutputBound {
  if (endpoint === null || body.kind !== "json" || endpoint.outputLimitFields.length === 0) return NO_OUTPUT;
  const choices = choicesOf(body.json);
  const declared = declaredLimit(body.json, endpoint.outputLimitFields);
  const most = declared === null ? null : declared * choices;
  if (isStream) {
    const perChoice = Math.min(declared ?? STREAM_RESERVE_TOKENS, STREAM_RESERVE_TOKENS);
    return { perChoice, choices, most, isOurs: false, canShrink: true };
  }
  if (declared !== null) return { perChoice: declared, choices, most, isOurs: false, canShrink: false };
  const perChoice = compiled.slot.current.facts.output_reserve_tokens;
  return { perChoice, choices, most: null, isOurs: true, canShrink: true };
}

/** No tokenizer: what the body's size and its numbers of messages and images can be at most. */
export function boundInput({ endpoint, body }: Resolved): number {
  if (endpoint === null || body.kind !== "json") return 0;
  return boundInputTokens(body.bytes.byteLength, messagesOf(body.json), countImages(body.text));
}

function messagesOf(json: JsonObject): number {
  const list = json["messages"] ?? json["input"];
  return Array.isArray(list) ? list.length : 1;
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
