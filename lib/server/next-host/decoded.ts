import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { HeaderList, Reply } from "@/lib/gateway/reply";

/** RFC 9110, section 8.4.1, with RFC 7932 and RFC 8878. */
const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
  ["zstd", createZstdDecompress],
]);

/**
 * The reply without content coding. Next takes `content-encoding` and `content-length` off every answer of a route
 * handler, so bytes that stayed encoded could not be read. A coding that is unknown here is answered with 502.
 */
export async function decoded(reply: Reply): Promise<Reply> {
  const codings = codingsOf(reply.headers);
  if (codings.length === 0 || reply.body === null) return reply;
  const decoders = codings.toReversed().map((coding) => DECODERS.get(coding));
  if (!decoders.every((decoder) => decoder !== undefined)) {
    await giveUp(reply.body);
    return unreadable(reply.headers, codings.join(", "));
  }
  const headers = reply.headers.filter(([name]) => name !== "content-encoding" && name !== "content-length");
  return { status: reply.status, headers, body: through(reply.body, decoders) };
}

function codingsOf(headers: HeaderList): string[] {
  return headers
    .filter(([name]) => name === "content-encoding")
    .flatMap(([, value]) => value.toLowerCase().split(","))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
}

/** A cut in the first stage fails the last, and giving up the last ends the first: even one that nobody has read from. */
function through(
  body: Uint8Array | AsyncIterable<Uint8Array>,
  decoders: readonly (() => Transform)[],
): AsyncIterable<Uint8Array> {
  const source = Readable.from(body instanceof Uint8Array ? [body] : body, { objectMode: false });
  const stages = decoders.map((create) => create());
  const last = stages.at(-1) ?? source;
  // A failure reaches the reader of the last stage, who reports it.
  pipeline([source, ...stages], () => undefined);
  const bytes: AsyncIterator<Uint8Array> = last[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => bytes.next(),
      async return() {
        last.destroy();
        return { done: true, value: undefined };
      },
    }),
  };
}

function unreadable(headers: HeaderList, codings: string): Reply {
  const message = `The provider answered in the encoding "${codings.slice(0, 40)}", which cannot be passed on here.`;
  const error = { message, type: "api_error", code: "encoding_unsupported", param: null };
  return {
    status: 502,
    headers: [
      ["content-type", "application/json; charset=utf-8"],
      ["cache-control", "no-store"],
      ...headers.filter(([name]) => name === "x-sluice-request-id"),
    ],
    body: new TextEncoder().encode(JSON.stringify({ error })),
  };
}

/** Settles the call and closes the upstream. */
async function giveUp(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  if (!(body instanceof Uint8Array)) await body[Symbol.asyncIterator]().return?.();
}
