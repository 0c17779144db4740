import { asObject } from "@/lib/gateway/providers/dialect";
import { parse } from "@/lib/gateway/providers/openai-usage";

export type ByteTransform = {
  /** What may pass now; null: nothing yet. */
  push(chunk: Uint8Array): Uint8Array | null;
  /** What was held back when the stream ended, complete or not. */
  flush(): Uint8Array | null;
};

const encoder = new TextEncoder();
const LF = 10;
const CR = 13;
const NULL_USAGE = /,\s*"usage"\s*:\s*null(?=\s*[,}])|"usage"\s*:\s*null\s*,/;

/**
 * Takes out what `include_usage` adds to a chat stream (the chunk without choices, `"usage":null` in the others), so that
 * a caller who did not ask for it gets what it asked for. Works on whole events; bytes of all others pass as they came.
 */
export function createUsageStripper(): ByteTransform {
  let held: Uint8Array = new Uint8Array(0);
  return {
    push(chunk) {
      const all = held.byteLength === 0 ? chunk : concat([held, chunk]);
      const passing: Uint8Array[] = [];
      let start = 0;
      for (let end = eventEnd(all, start); end !== -1; end = eventEnd(all, start)) {
        const event = stripEvent(all.subarray(start, end));
        if (event) passing.push(event);
        start = end;
      }
      held = all.slice(start);
      return passing.length === 0 ? null : concat(passing);
    },
    flush() {
      const rest = held;
      held = new Uint8Array(0);
      return rest.byteLength === 0 ? null : rest;
    },
  };
}

function stripEvent(bytes: Uint8Array): Uint8Array | null {
  const text = new TextDecoder().decode(bytes);
  if (!text.includes('"usage"')) return bytes;
  const data = /^data: ?(.*)$/m.exec(text)?.[1]?.trimEnd() ?? "";
  const chunk = parse(data);
  if (chunk === null) return bytes;
  const choices = chunk["choices"];
  if (Array.isArray(choices) && choices.length === 0 && asObject(chunk["usage"]) !== null) return null;
  return chunk["usage"] === null ? encoder.encode(text.replace(NULL_USAGE, "")) : bytes;
}

/** After the blank line that ends an event; -1 while there is none. */
function eventEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only) return only;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}
