import type { HeaderList, Reply } from "@/lib/gateway/reply";

export type Answer = {
  response: Response;
  /** Resolves when the body has ended, was given up, or was never wanted: all that the core settles then is under way. */
  ended: Promise<void>;
};

const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A reply as a platform's `Response` (WHATWG Fetch), its body pulled at the client's pace. The signal says that the
 * client has gone: some platforms then neither read nor cancel the body, and a call must be settled all the same.
 */
export function asResponse(reply: Reply, method: string, signal: AbortSignal): Answer {
  const { status } = reply;
  const init = { status: isExpressible(status) ? status : 502, headers: asHeaders(reply.headers) };
  if (reply.body === null || reply.body instanceof Uint8Array) {
    const body = method === "HEAD" || NO_BODY.has(status) ? null : reply.body;
    return { response: new Response(body === null ? null : asBuffer(body), init), ended: Promise.resolve() };
  }
  const iterator = reply.body[Symbol.asyncIterator]();
  if (method === "HEAD" || NO_BODY.has(status)) {
    return { response: new Response(null, init), ended: readToEnd(iterator) };
  }
  const { stream, ended } = pulled(iterator, signal);
  return { response: new Response(stream, init), ended };
}

/** `Response` knows the statuses from 200 to 599 only. */
function isExpressible(status: number): boolean {
  return status >= 200 && status <= 599;
}

function asHeaders(list: HeaderList): Headers {
  const headers = new Headers();
  for (const [name, value] of list) headers.append(name, value);
  return headers;
}

function pulled(iterator: AsyncIterator<Uint8Array>, signal: AbortSignal) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const giveUp = async (): Promise<void> => {
    await iterator.return?.();
    end();
  };
  const onAbort = (): void => void giveUp();
  const finish = (): void => {
    signal.removeEventListener("abort", onAbort);
    end();
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const step = await iterator.next();
          if (!step.done) {
            controller.enqueue(step.value);
            return;
          }
          finish();
          controller.close();
        } catch (cause) {
          finish();
          controller.error(cause);
        }
      },
      cancel: giveUp,
    },
    { highWaterMark: 0 },
  );
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return { stream, ended };
}

/** A head without a body: whatever an upstream sent in spite of that is dropped. */
async function readToEnd(iterator: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    for (let step = await iterator.next(); !step.done; ) step = await iterator.next();
  } catch {
    // The head alone is the answer here, and the core has recorded the cause.
  }
}

/** The core's bytes are never shared memory. */
function asBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
