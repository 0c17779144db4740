import type { HeaderList, IncomingRequest } from "@/lib/gateway/reply";

/** What a host knows of a request beside what the platform's `Request` shows. */
export type RequestFacts = Pick<IncomingRequest, "target" | "headers" | "remoteAddress">;

/** A platform's `Request` (WHATWG Fetch) as the core's plain value; `facts` win over what the platform may have rewritten. */
export function asIncomingRequest(request: Request, facts: RequestFacts = factsOf(request)): IncomingRequest {
  return { ...facts, method: request.method, body: asBytes(request.body), signal: request.signal };
}

/** The platform stands between the caller and us: its entry, the right-most of the forwarded addresses, is the peer. */
function factsOf(request: Request): RequestFacts {
  const headers: HeaderList = [...request.headers];
  const hops = (request.headers.get("x-forwarded-for") ?? "").split(",");
  return { target: targetOf(request.url), headers, remoteAddress: hops.at(-1)?.trim() ?? "" };
}

/** Path and query as text: reading them through `URL` would decode nothing, but could normalise. */
function targetOf(url: string): string {
  const path = url.indexOf("/", url.indexOf("://") + 3);
  const target = path === -1 ? "/" : url.slice(path);
  const fragment = target.indexOf("#");
  return fragment === -1 ? target : target.slice(0, fragment);
}

/** One reader for all who ask: a stream may be locked once only. It is locked at the first read, not before. */
function asBytes(stream: ReadableStream<Uint8Array> | null): IncomingRequest["body"] {
  if (stream === null) return null;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const bytes: AsyncIterator<Uint8Array> = {
    async next() {
      reader ??= stream.getReader();
      const step = await reader.read();
      return step.done ? { done: true, value: undefined } : { done: false, value: step.value };
    },
    async return() {
      await (reader ?? stream).cancel();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => bytes };
}
