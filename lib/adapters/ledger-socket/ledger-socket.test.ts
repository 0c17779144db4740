import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { type Ledger, LedgerUnavailable } from "@/lib/ledger/port";
import { createSocketLedger } from "./client";
import { createFrameReader, encodeFrame, MAX_FRAME_BYTES } from "./frames";
import { createLedgerServer } from "./server";

let folder: string;
let path: string;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sock-"));
  path = join(folder, "run", "ledger.sock");
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

async function serve(ledger: Ledger = createMemoryLedger({ dir: null, clock: { nowMs: () => 1_000 } })) {
  const server = await createLedgerServer({ ledger, path });
  closing.push(server.close);
  return server;
}

function client(timeoutMs = 1_000) {
  const ledger = createSocketLedger({ path, timeoutMs });
  closing.push(ledger.close);
  return ledger;
}

/** A memory ledger whose `fresh` never answers until told. */
function stalling(): { ledger: Ledger; stalled: () => void } {
  let answer: ((isFresh: boolean) => void) | null = null;
  const ledger = createMemoryLedger({ dir: null, clock: { nowMs: () => 1_000 } });
  return {
    ledger: {
      ...ledger,
      fresh: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    },
    stalled: () => answer?.(true),
  };
}

/** Sends raw bytes and collects the frames that come back until the server closes. */
async function exchange(bytes: Buffer): Promise<unknown[]> {
  const answers: unknown[] = [];
  const read = createFrameReader((value) => answers.push(value));
  await new Promise<void>((resolve, reject) => {
    const socket = connect(path, () => socket.write(bytes));
    socket.on("data", read);
    socket.on("close", () => resolve());
    socket.on("error", reject);
  });
  return answers;
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

describe("the ledger socket", () => {
  it("is open to its owner alone", async () => {
    await serve();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "run")).mode & 0o777).toBe(0o700);
  });

  it("replaces a socket file left by a dead process, but no other file", async () => {
    const dead = createServer();
    await createLedgerServer({ ledger: createMemoryLedger({ dir: null, clock: { nowMs: () => 1 } }), path }).then((s) =>
      s.close(),
    );
    await new Promise<void>((resolve) => dead.listen(path, resolve));
    closing.push(() => new Promise((resolve) => dead.close(resolve)));
    await serve();
    expect(await client().fresh({})).toBe(true);
    path = join(folder, "plain");
    writeFileSync(path, "precious");
    await expect(serve()).rejects.toThrow("is no socket");
  });

  it("refuses a path that the system would cut", async () => {
    path = join(folder, "x".repeat(100));
    await expect(serve()).rejects.toThrow("SLUICE_LEDGER_SOCKET");
    expect(() => createSocketLedger({ path })).toThrow("at most 100");
  });

  it("answers many calls at once, each with its own answer", async () => {
    await serve();
    const ledger = client();
    const check = (n: number) =>
      ledger.admit(
        { requestId: `r${n}`, workspaceId: "w", versions: {}, fields: {} },
        [],
        [{ id: `c${n}`, checks: [] }],
        1_000,
      );
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => check(n)));
    expect(answers.map((a) => a.outcome === "admitted" && a.candidateId)).toEqual(answers.map((_, n) => `c${n}`));
  });

  it("restores the ledger's own errors", async () => {
    const { ledger } = stalling();
    await serve({
      ...ledger,
      reap: () => Promise.reject(new LedgerUnavailable("disk full")),
      drain: () => Promise.reject(new Error("bug")),
    });
    const far = client();
    await expect(far.reap()).rejects.toThrow(LedgerUnavailable);
    await expect(far.reap()).rejects.toThrow("disk full");
    await expect(far.drain(1)).rejects.toThrow(LedgerUnavailable);
    const nobody = far.admit({ requestId: "r", workspaceId: "w", versions: {}, fields: {} }, [], [], 1);
    await expect(nobody).rejects.toMatchObject({ name: "InvalidCheck" });
  });

  it("is unavailable when no answer comes in time, and ignores the answer that comes later", async () => {
    const { ledger, stalled } = stalling();
    await serve(ledger);
    const far = client(50);
    await expect(far.fresh({})).rejects.toThrow("no answer within 50 ms");
    stalled();
    expect(await far.reap()).toBe(0);
  });

  it("rejects calls in flight when the connection is lost, and finds the next server", async () => {
    const { ledger } = stalling();
    const first = await serve(ledger);
    const far = client(5_000);
    const inFlight = far.fresh({});
    await far.reap();
    const lost = expect(inFlight).rejects.toThrow("the connection was lost");
    await first.close();
    await lost;
    await expect(far.reap()).rejects.toThrow(LedgerUnavailable);
    await serve();
    await expect.poll(() => far.fresh({}).catch(() => "away")).toBe(true);
  });

  it("is unavailable when nobody listens or the client is closed", async () => {
    const far = createSocketLedger({ path });
    await expect(far.fresh({})).rejects.toThrow(LedgerUnavailable);
    await far.close();
    await expect(far.fresh({})).rejects.toThrow("this client is closed");
  });

  it.each([
    ["no JSON", Buffer.concat([header(3), Buffer.from("{{{")])],
    ["no call", encodeFrame({ id: 1 })],
    ["an unknown member", Buffer.concat([header(41), Buffer.from('{"id":1,"method":"constructor","args":[]}')])],
    ["too large", header(MAX_FRAME_BYTES + 1)],
  ])("answers a frame that is %s with an error and closes the connection", async (_, bytes) => {
    await serve();
    expect(await exchange(bytes)).toMatchObject([{ id: 0, error: { name: "BadFrame" } }]);
    expect(await client().fresh({})).toBe(true);
  });

  it("reads frames in any pieces", () => {
    const bytes = Buffer.concat([
      encodeFrame({ id: 1, value: "ä".repeat(9) }),
      encodeFrame({ id: 2 }),
      encodeFrame({ id: 3, value: [] }),
    ]);
    for (let size = 1; size < bytes.length; size += 1) {
      const seen: unknown[] = [];
      const read = createFrameReader((value) => seen.push(value));
      for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
      expect(seen).toEqual([{ id: 1, value: "ä".repeat(9) }, { id: 2 }, { id: 3, value: [] }]);
    }
  });
});
