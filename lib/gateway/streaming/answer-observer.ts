import { createParser } from "eventsource-parser";
import type { Usage } from "@/lib/gateway/pricing/usage";
import type { AnswerFacts, Endpoint } from "@/lib/gateway/providers/dialect";
import { parse } from "@/lib/gateway/providers/openai-usage";
import { estimateTokens, type TextCount } from "@/lib/gateway/rules/estimate-tokens";

/** Reads along while an answer's bytes pass; never changes or delays one, and never fails on what it cannot read. */
export type AnswerObserver = {
  feed(chunk: Uint8Array): void;
  /** What is known once the last byte has passed, or so far. */
  facts(): AnswerFacts;
  startUsage(): Usage | null;
  /** Likely tokens of the text generated so far. */
  outputTokens(): number;
  /** An upper bound of the same. */
  outputTokensAtMost(): number;
  /** The text generated so far, where it was kept. */
  outputText(): string | null;
};

const MAX_JSON_BYTES = 32 * 1024 * 1024;
const NOTHING_KNOWN: AnswerFacts = { usage: null, model: null };
const ASCII_PER_TOKEN_AT_LEAST = 3;

export function createStreamObserver(endpoint: Endpoint, keepsText: boolean): AnswerObserver {
  const reader = endpoint.createStreamReader(keepsText);
  const decoder = new TextDecoder();
  const parser = createParser({ onEvent: ({ data, event }) => reader.onEvent(data, event) });
  return {
    feed: (chunk) => parser.feed(decoder.decode(chunk, { stream: true })),
    facts: () => reader.facts(),
    startUsage: () => reader.startUsage(),
    outputTokens: () => estimateTokens(reader.outputText()),
    outputTokensAtMost: () => atMost(reader.outputText()),
    outputText: () => reader.outputText().pieces?.join("") ?? null,
  };
}

export function createJsonObserver(endpoint: Endpoint): AnswerObserver {
  let pieces: Uint8Array[] = [];
  let length = 0;
  return {
    feed(chunk) {
      length += chunk.byteLength;
      if (length <= MAX_JSON_BYTES) pieces.push(chunk);
      else pieces = [];
    },
    facts() {
      if (pieces.length === 0) return NOTHING_KNOWN;
      const body = parse(textOf(pieces).trimStart());
      return body === null ? NOTHING_KNOWN : endpoint.readAnswer(body);
    },
    startUsage: () => null,
    outputTokens: () => Math.ceil(length / 4),
    outputTokensAtMost: () => 0,
    outputText: () => null,
  };
}

const wholeTexts = new TextDecoder();

function textOf(pieces: readonly Uint8Array[]): string {
  const [only] = pieces;
  if (only && pieces.length === 1) return wholeTexts.decode(only);
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
}

function atMost({ ascii, other }: TextCount): number {
  return Math.ceil(ascii / ASCII_PER_TOKEN_AT_LEAST) + other;
}
