import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { HeaderList, Reply } from "@/lib/gateway/reply";
import type { Soon } from "@/lib/kernel/soon";

/** Larger ones would be copied at length. */
const MAX_ONE_PIECE_BYTES = 16_384;

/** Sends a reply at the client's pace. Over when all of it is sent or the client has gone. */
export function writeReply(response: ServerResponse, { status, headers, body }: Reply): Soon<void> {
  if (response.destroyed) return discard(body);
  response.writeHead(status, flat(headers));
  if (body !== null && !(body instanceof Uint8Array)) return writePieces(response, body);
  endWith(response, body);
}

async function writePieces(response: ServerResponse, body: AsyncIterable<Uint8Array>): Promise<void> {
  response.flushHeaders();
  try {
    for await (const chunk of body) {
      if (response.destroyed) break;
      if (!response.write(chunk)) await writable(response);
    }
    response.end();
  } catch {
    // The head is sent, so the only honest sign of a cut answer is a cut connection; the core has recorded the cause.
    response.destroy();
  }
}

/** Node sends a head and a string as one piece, a head and bytes as two. Latin-1 has a character for every byte. */
function endWith(response: ServerResponse, body: Uint8Array | null): void {
  if (body === null) response.end();
  else if (body.byteLength > MAX_ONE_PIECE_BYTES) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"), "latin1");
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
