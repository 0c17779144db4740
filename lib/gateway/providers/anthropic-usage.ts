import { NO_USAGE, readCount, type Usage } from "@/lib/gateway/pricing/usage";
import { countText, noText } from "@/lib/gateway/rules/estimate-tokens";
import { type AnswerFacts, asObject, asText, type JsonObject, type StreamReader } from "./dialect";
import { parse } from "./openai-usage";

/** Anthropic counts cached input apart from `input_tokens`; here it is part of it. `before` fills what a later event leaves out. */
function readAnthropicUsage(value: unknown, before: JsonObject | null): { raw: JsonObject; usage: Usage } | null {
  const given = asObject(value);
  if (!given) return before ? { raw: before, usage: toUsage(before) } : null;
  const raw = before ? { ...before, ...given } : given;
  return { raw, usage: toUsage(raw) };
}

function toUsage(raw: JsonObject): Usage {
  const read = readCount(raw["cache_read_input_tokens"]);
  const long = readCount(asObject(raw["cache_creation"])?.["ephemeral_1h_input_tokens"]);
  const written = Math.max(readCount(raw["cache_creation_input_tokens"]), long);
  return {
    ...NO_USAGE,
    inputTokens: readCount(raw["input_tokens"]) + read + written,
    outputTokens: readCount(raw["output_tokens"]),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite1hTokens: long,
    webSearches: readCount(asObject(raw["server_tool_use"])?.["web_search_requests"]),
  };
}

export function readAnthropicAnswer(body: JsonObject): AnswerFacts {
  return { usage: readAnthropicUsage(body["usage"], null)?.usage ?? null, model: asText(body["model"]) };
}

/**
 * `message_start` tells the input, `message_delta` the output so far. Before the first delta only the input is certain,
 * so usage counts as unsaid until then and the text that passed is estimated.
 */
export function createAnthropicStreamReader(keepsText: boolean): StreamReader {
  const text = noText(keepsText);
  let raw: JsonObject | null = null;
  let usage: Usage | null = null;
  let model: string | null = null;
  return {
    onEvent(data) {
      const event = parse(data);
      if (!event) return;
      const type = event["type"];
      if (type === "message_start") {
        const message = asObject(event["message"]);
        model = asText(message?.["model"]) ?? model;
        raw = readAnthropicUsage(message?.["usage"], raw)?.raw ?? raw;
      } else if (type === "message_delta") {
        const read = readAnthropicUsage(event["usage"], raw);
        raw = read?.raw ?? raw;
        usage = read?.usage ?? usage;
      } else if (type === "content_block_delta") {
        const delta = asObject(event["delta"]);
        countText(delta?.["text"], text);
        countText(delta?.["thinking"], text);
        countText(delta?.["partial_json"], text);
      }
    },
    facts: () => ({ usage, model }),
    startUsage: () => (raw ? toUsage(raw) : null),
    outputText: () => text,
  };
}
