import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { HeaderList, Reply } from "@/lib/gateway/reply";

/** Sends a reply at the client's pace. Resolves when all of it is sent or the client has gone. */
export async function writeReply(response: ServerResponse, reply: Reply): Promise<void> {
  if (response.destroyed) {
    await discard(reply.body);
    return;
  }
  response.writeHead(reply.status, flat(reply.headers));
  if (reply.body === null || reply.body instanceof Uint8Array) {
    response.end(reply.body ?? undefined);
    return;
  }
  response.flushHeaders();
  try {
    for await (const chunk of reply.body) {
      if (response.destroyed) break;
      if (!response.write(chunk)) await writable(response);
    }
    response.end();
  } catch {
    // The head is sent, so the only honest sign of a cut answer is a cut connection; the core has recorded the cause.
    response.destroy();
  }
}

async function writable(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  const settled = new AbortController();
  try {
    await Promise.race([
      once(response, "drain", { signal: settled.signal }),
      once(response, "close", { signal: settled.signal }),
    ]);
  } finally {
    settled.abort();
  }
}

/** Starting and ending the iterator lets the core close the upstream and settle. */
async function discard(body: Reply["body"]): Promise<void> {
  if (body === null || body instanceof Uint8Array) return;
  await body[Symbol.asyncIterator]().return?.();
}

function flat(headers: HeaderList): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, value);
  return list;
}
