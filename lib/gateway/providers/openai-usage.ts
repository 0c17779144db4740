import { NO_USAGE, readCount, type Usage } from "@/lib/gateway/pricing/usage";
import { countText, noText, type TextCount } from "@/lib/gateway/rules/estimate-tokens";
import { type AnswerFacts, asObject, asText, type JsonObject, type StreamReader } from "./dialect";

/** `usage` of chat completions, completions, embeddings (`prompt_tokens`) and of responses (`input_tokens`). */
export function readOpenAiUsage(value: unknown): Usage | null {
  const usage = asObject(value);
  if (!usage) return null;
  const input = usage["prompt_tokens"] ?? usage["input_tokens"];
  const output = usage["completion_tokens"] ?? usage["output_tokens"];
  if (input === undefined && output === undefined) return null;
  const inputDetails = asObject(usage["prompt_tokens_details"] ?? usage["input_tokens_details"]);
  const outputDetails = asObject(usage["completion_tokens_details"] ?? usage["output_tokens_details"]);
  return {
    ...NO_USAGE,
    inputTokens: readCount(input),
    outputTokens: readCount(output),
    cacheReadTokens: readCount(inputDetails?.["cached_tokens"]),
    cacheWriteTokens: readCount(inputDetails?.["cache_write_tokens"]),
    inputAudioTokens: readCount(inputDetails?.["audio_tokens"]),
    outputAudioTokens: readCount(outputDetails?.["audio_tokens"]),
    reasoningTokens: readCount(outputDetails?.["reasoning_tokens"]),
  };
}

export function readOpenAiAnswer(body: JsonObject): AnswerFacts {
  return { usage: readOpenAiUsage(body["usage"]), model: asText(body["model"]) };
}

/** Chat chunks carry `choices[].delta`; events of the Responses API carry `delta` and, at the end, `response.usage`. */
export function createOpenAiStreamReader(keepsText: boolean): StreamReader {
  const text = noText(keepsText);
  let usage: Usage | null = null;
  let model: string | null = null;
  return {
    onEvent(data) {
      if (data === "[DONE]") return;
      const chunk = parse(data);
      if (!chunk) return;
      const response = asObject(chunk["response"]);
      model ??= asText(chunk["model"]) ?? asText(response?.["model"]);
      usage = readOpenAiUsage(chunk["usage"]) ?? readOpenAiUsage(response?.["usage"]) ?? usage;
      countText(chunk["delta"], text);
      if (Array.isArray(chunk["choices"])) for (const choice of chunk["choices"]) countChoice(asObject(choice), text);
    },
    facts: () => ({ usage, model }),
    startUsage: () => null,
    outputText: () => text,
  };
}

function countChoice(choice: JsonObject | null, text: TextCount): void {
  countText(choice?.["text"], text);
  const delta = asObject(choice?.["delta"]);
  if (!delta) return;
  countText(delta["content"], text);
  countText(delta["reasoning_content"], text);
  countText(delta["refusal"], text);
  if (!Array.isArray(delta["tool_calls"])) return;
  for (const call of delta["tool_calls"]) {
    const fn = asObject(asObject(call)?.["function"]);
    countText(fn?.["name"], text);
    countText(fn?.["arguments"], text);
  }
}

/** Null for what is no JSON object: a malformed chunk passes to the client unread. */
export function parse(data: string): JsonObject | null {
  if (!data.startsWith("{")) return null;
  try {
    return asObject(JSON.parse(data));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
