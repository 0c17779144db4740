/** The largest frame either side sends or takes. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Unix socket addresses hold little more; a longer path would be cut silently by the system. */
const MAX_PATH_BYTES = 100;

/** The members of the ledger port that travel over the socket. */
export const LEDGER_METHODS = [
  "admit",
  "restore",
  "start",
  "cancel",
  "extend",
  "replace",
  "renew",
  "settle",
  "record",
  "adjust",
  "fresh",
  "bump",
  "balances",
  "openHolds",
  "reap",
  "drain",
  "acknowledge",
] as const;
export type LedgerMethod = (typeof LEDGER_METHODS)[number];

export type CallFrame = { id: number; method: LedgerMethod; args: readonly unknown[] };
export type AnswerFrame = { id: number; value?: unknown } | { id: number; error: { name: string; message: string } };

/** A frame that breaks the protocol; the connection cannot be trusted any more. */
export class BadFrame extends Error {
  override readonly name = "BadFrame";
}

/** Four bytes of length, big-endian, then JSON in UTF-8. Throws `BadFrame` beyond `MAX_FRAME_BYTES`. */
export function encodeFrame(frame: CallFrame | AnswerFrame): Buffer {
  const json = JSON.stringify(frame);
  const length = Buffer.byteLength(json);
  if (length > MAX_FRAME_BYTES) throw new BadFrame(`A frame of ${length} bytes is larger than ${MAX_FRAME_BYTES}.`);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32BE(length, 0);
  bytes.write(json, 4);
  return bytes;
}

/** Cuts a byte stream into parsed frames; throws `BadFrame` for one too large or no JSON. */
export function createFrameReader(onFrame: (value: unknown) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 4;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    // Pieces of one large frame are joined once, not at every piece.
    if (size < needed) return;
    let data = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    needed = 4;
    while (data.length >= 4) {
      const length = data.readUInt32BE(0);
      if (length > MAX_FRAME_BYTES) {
        throw new BadFrame(`A frame announces ${length} bytes; at most ${MAX_FRAME_BYTES} are taken.`);
      }
      needed = 4 + length;
      if (data.length < needed) break;
      const json = data.toString("utf8", 4, needed);
      data = data.subarray(needed);
      needed = 4;
      onFrame(parsed(json));
    }
    chunks = [data];
    size = data.length;
  };
}

export function requireSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= MAX_PATH_BYTES) return;
  throw new RangeError(
    `The ledger socket's path has ${bytes} bytes, but at most ${MAX_PATH_BYTES} are possible: ${path}. Set SLUICE_LEDGER_SOCKET to a shorter path.`,
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new BadFrame("A frame is no JSON.", { cause });
  }
}
