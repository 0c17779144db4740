import type { Call, GatewayRuntime, ReadBody } from "@/lib/gateway/context";
import { asObject } from "@/lib/gateway/providers/dialect";
import { Refusal } from "@/lib/gateway/refusal";
import type { Soon } from "@/lib/kernel/soon";
import { hasAmbiguousKeys, quotedNames } from "./edit-json";
import { findJsonFault } from "./find-json-fault";
import { headerOf } from "./header-rules";
import { CountedBody, readBody, takeWhole } from "./read-body";

/** `json`: the dialect reads it. `stream`: it passes unread. */
export type BodyNeed = "json" | "stream";

const DECIDING_KEYS = quotedNames([
  "model",
  "stream",
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
  "n",
  "user",
  "stream_options",
]);
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads a call's body once, however often the call is resolved anew. */
export function createBodyReader(runtime: GatewayRuntime, call: Call): (need: BodyNeed) => Soon<ReadBody | Refusal> {
  let done: ReadBody | Refusal | null = null;
  const keep = (body: ReadBody | Refusal) => {
    done = body;
    return body;
  };
  return (need) => {
    if (done instanceof Refusal) return done;
    if (done !== null && (done.kind !== "stream" || need === "stream")) return done;
    const received = receiveBody(runtime, call, need, done);
    return received instanceof Promise ? received.then(keep) : keep(received);
  };
}

function receiveBody(
  { config, timers }: GatewayRuntime,
  { request }: Call,
  need: BodyNeed,
  before: ReadBody | null,
): Soon<ReadBody | Refusal> {
  if (request.body === null) return { kind: "none" };
  const stream = before?.kind === "stream" ? before.body : new CountedBody(request.body, config.maxBodyBytes);
  if (need === "stream" || stream.isStarted) return { kind: "stream", body: stream };
  const encoding = headerOf(request.headers, "content-encoding");
  if (encoding !== null && encoding.trim() !== "" && encoding.toLowerCase() !== "identity") {
    return new Refusal(
      "encoding_unsupported",
      `Bodies in "${encoding.slice(0, 40)}" cannot be metered. Send JSON without Content-Encoding.`,
    );
  }
  const bounds = { maxBytes: config.maxBodyBytes, idleTimeoutMs: config.bodyIdleTimeoutMs };
  const whole = takeWhole(request.body, bounds);
  return whole === null ? readBody(request.body, bounds, timers).then(parseBody) : parseBody(whole);
}

function parseBody(bytes: Uint8Array | Refusal): ReadBody | Refusal {
  if (bytes instanceof Refusal) return bytes;
  if (bytes.byteLength === 0) return new Refusal("malformed_body", "The body is empty. Send a JSON object.");
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new Refusal("malformed_body", "The body is not UTF-8. Send JSON in UTF-8.");
    throw error;
  }
  try {
    const json = asObject(JSON.parse(text));
    if (json === null) return new Refusal("malformed_body", "The body is JSON, but not an object. Send a JSON object.");
    if (hasAmbiguousKeys(text, json, DECIDING_KEYS)) {
      return new Refusal("malformed_body", "A key of the JSON object occurs twice. Send each key once.");
    }
    return { kind: "json", bytes, text, json };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new Refusal(
      "malformed_body",
      `The body is not valid JSON${placeOf(text)}. Check its quotes, commas and brackets.`,
    );
  }
}

/** The place of the mistake, never the text around it, which may be a prompt. */
function placeOf(text: string): string {
  const position = findJsonFault(text);
  if (position >= text.length) return ": it ends too early";
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  return ` at position ${position} (line ${line}, column ${position - before.lastIndexOf("\n")})`;
}
