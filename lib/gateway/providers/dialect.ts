import type { Usage } from "@/lib/gateway/pricing/usage";
import type { TextCount } from "@/lib/gateway/rules/estimate-tokens";
import type { StreamErrorCode } from "@/lib/kernel/errors";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What an answer or a stream so far tells of itself. Null usage: the upstream has not said. */
export type AnswerFacts = { usage: Usage | null; model: string | null };

/** Watches one stream's events while they pass. Never throws: an event it cannot read is not its business. */
export type StreamReader = {
  /** `data` of one event, in order. */
  onEvent(data: string, event: string | undefined): void;
  facts(): AnswerFacts;
  /** What the stream's beginning said of the input, for a stream that is cut before its usage. */
  startUsage(): Usage | null;
  /** The generated text so far, for estimates. */
  outputText(): TextCount;
};

/** One operation of a dialect that is metered: data first, with the readers it needs. */
export type Endpoint = {
  /** The end of the upstream path, e.g. `/chat/completions`. */
  path: string;
  requestType: "chat_completion" | "text_completion" | "responses" | "embedding";
  /** The request's fields that bound the output; the first one present counts. Empty: no output is generated. */
  outputLimitFields: readonly string[];
  /** The field to write when the gateway sets the bound. */
  outputLimitField(model: string): string | null;
  /** Whether an answer without being asked lacks the usage, and `stream_options` asks for it. */
  canAskForStreamUsage: boolean;
  readAnswer(body: JsonObject): AnswerFacts;
  /** With `keepsText`, what was generated can be counted exactly later. */
  createStreamReader(keepsText: boolean): StreamReader;
};

/** How one family of APIs is spoken: where the credential goes, what is metered, how errors look. */
export type Dialect = {
  name: string;
  /** Whether calls cost money by what they generate: then what cannot be metered falls under the key's policy. */
  isAi: boolean;
  /** Null: nothing of this dialect is read; bytes pass. */
  priceProviderId: string | null;
  errorShape: "openai" | "anthropic";
  credential: { header: string; prefix: string };
  /** Request headers of this dialect that pass, beside the common ones. Lower case. */
  forwardHeaders: readonly string[];
  endpoints: readonly Endpoint[];
  endUser(body: JsonObject): string | null;
  /** The text of one server-sent event that tells the client why the stream ended. */
  streamError(code: StreamErrorCode, message: string): string;
};

export function asObject(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

export function asText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
