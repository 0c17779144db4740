import type { Egress, UpstreamFailure, UpstreamReply, UpstreamRequest } from "@/lib/gateway/ports";
import type { HeaderList, LeaveSignal } from "@/lib/gateway/reply";
import { isEdgeUpstream } from "./edge-upstreams";
import { pulledBody } from "./pulled-body";

type Options = {
  /** Hosts beside the built-in catalogue. */
  upstreams: readonly string[];
  fetch?: typeof fetch;
};

/** What `fetch` decides by itself, and refuses or doubles when it is given. */
const FRAMING: ReadonlySet<string> = new Set(["host", "connection", "content-length", "transfer-encoding", "expect"]);

/** The egress of runtimes that have `fetch` alone. It follows no redirect and calls known hosts only. */
export function createFetchEgress({ upstreams, fetch: send = fetch }: Options): Egress {
  return {
    async send(request, signal) {
      if (signal.aborted) return { failure: "aborted", detail: "aborted before connecting" };
      if (!isEdgeUpstream(request.origin, upstreams)) {
        return { failure: "blocked", detail: `${request.origin} is not among the upstreams of this runtime.` };
      }
      return await exchange(send, request, signal);
    },
  };
}

async function exchange(
  send: typeof fetch,
  request: UpstreamRequest,
  signal: LeaveSignal,
): Promise<UpstreamReply | UpstreamFailure> {
  const ending = new AbortController();
  const giveUp = (): void => ending.abort();
  signal.addEventListener("abort", giveUp, { once: true });
  const body = asBody(request.body);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    giveUp();
  }, request.headersTimeoutMs);
  try {
    const answer = await send(`${request.origin}${request.path}`, {
      method: request.method,
      headers: asHeaders(request.headers),
      redirect: "manual",
      signal: ending.signal,
      ...(body === null ? {} : { body: body.stream, duplex: "half" }),
    });
    return {
      status: answer.status,
      headers: readable(answer.headers),
      body: pulledBody(answer.body, request.idleTimeoutMs, () => {
        signal.removeEventListener("abort", giveUp);
        giveUp();
      }),
    };
  } catch (cause) {
    signal.removeEventListener("abort", giveUp);
    const detail = cause instanceof Error ? cause.message : String(cause);
    if (isLate) return { failure: "timeout", detail: `no answer within ${request.headersTimeoutMs} ms` };
    return { failure: signal.aborted || body?.hasFailed() === true ? "aborted" : "unreachable", detail };
  } finally {
    clearTimeout(timer);
  }
}

type Body = { stream: BodyInit; hasFailed(): boolean };

function asBody(body: UpstreamRequest["body"]): Body | null {
  if (body === null) return null;
  if (body instanceof Uint8Array) return { stream: asBuffer(body), hasFailed: () => false };
  const iterator = body[Symbol.asyncIterator]();
  let hasFailed = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const step = await iterator.next();
          if (step.done) controller.close();
          else controller.enqueue(step.value);
        } catch (cause) {
          hasFailed = true;
          controller.error(cause);
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, hasFailed: () => hasFailed };
}

function asHeaders(list: HeaderList): Headers {
  const headers = new Headers();
  for (const [name, value] of list) if (!FRAMING.has(name)) headers.append(name, value);
  return headers;
}

/** `fetch` decodes a coded body and keeps the fields that described it; they would no longer be true. */
function readable(headers: Headers): [string, string][] {
  const coding = headers.get("content-encoding");
  const isPlain = coding === null || coding === "" || coding === "identity";
  return [...headers].filter(([name]) => isPlain || (name !== "content-encoding" && name !== "content-length"));
}

/** The core's bytes are never shared memory. */
function asBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
