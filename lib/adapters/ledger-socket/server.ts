import { chmodSync, lstatSync, mkdirSync, unlinkSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { z } from "zod";
import type { Ledger } from "@/lib/ledger/port";
import {
  type AnswerFrame,
  BadFrame,
  createFrameReader,
  encodeFrame,
  LEDGER_METHODS,
  requireSocketPath,
} from "./frames";

export type LedgerServerOptions = {
  ledger: Ledger;
  /** At most 100 bytes. A socket file left by a dead process is replaced; the folder is made with mode 700. */
  path: string;
};

export type LedgerServer = { close(): Promise<void> };

const CallSchema = z.object({
  id: z.number().int(),
  method: z.enum(LEDGER_METHODS),
  args: z.array(z.unknown()).max(8),
});

/** Offers a ledger to other processes of the same user. The socket's file mode is the only authentication. */
export async function createLedgerServer({ ledger, path }: LedgerServerOptions): Promise<LedgerServer> {
  requireSocketPath(path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  removeStale(path);
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    serve(ledger, socket);
  });
  await listen(server, path);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
}

async function listen(server: Server, path: string): Promise<void> {
  // The file exists from the bind on: it is never open to others, not even for a moment.
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } finally {
    process.umask(before);
  }
  chmodSync(path, 0o600);
}

function serve(ledger: Ledger, socket: Socket): void {
  const send = (frame: AnswerFrame) => {
    if (socket.writable) socket.write(framed(frame));
  };
  const read = createFrameReader((value) => {
    const call = CallSchema.safeParse(value);
    if (!call.success) throw new BadFrame("A frame is no call of the ledger.");
    const { id, method, args } = call.data;
    answer(ledger, method, args).then(
      (value) => send(value === undefined ? { id } : { id, value }),
      (error: unknown) => send({ id, error: told(error) }),
    );
  });
  socket.on("data", (chunk) => {
    try {
      read(chunk);
    } catch (error) {
      socket.end(encodeFrame({ id: 0, error: told(error) }));
      socket.removeAllListeners("data");
    }
  });
  // A client that goes away needs no answer; its holds end by their lease.
  socket.on("error", () => socket.destroy());
}

async function answer(ledger: Ledger, method: keyof Ledger, args: readonly unknown[]): Promise<unknown> {
  return await callable(ledger[method])(...args);
}

/** An answer too large to send becomes the error that says so. */
function framed(frame: AnswerFrame): Buffer {
  try {
    return encodeFrame(frame);
  } catch (error) {
    return encodeFrame({ id: frame.id, error: told(error) });
  }
}

function told(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };
}

/** The peer is our own client of the same version; what it sends has the port's parameter types. */
function callable(member: unknown): (...args: readonly unknown[]) => Promise<unknown> {
  return member as (...args: readonly unknown[]) => Promise<unknown>;
}

function removeStale(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isSocket())
    throw new RangeError(`${path} exists and is no socket. Move it away, or set SLUICE_LEDGER_SOCKET to another path.`);
  unlinkSync(path);
}
