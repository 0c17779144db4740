import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { UpstreamFailure, UpstreamReply, UpstreamRequest } from "@/lib/gateway/ports";
import { createEgress, type UndiciEgress } from "./undici-egress";

const servers: Server[] = [];
const egresses: UndiciEgress[] = [];

afterEach(async () => {
  await Promise.all(egresses.splice(0).map((egress) => egress.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function egressTo(pairs: string[], resolve?: (name: string) => Promise<string[]>): UndiciEgress {
  const egress = createEgress({ privateUpstreams: pairs, demoUpstream: null, internalPorts: [] }, { resolve });
  egresses.push(egress);
  return egress;
}

function get(origin: string, extra: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    method: "GET",
    origin,
    path: "/",
    headers: [],
    body: null,
    headersTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    isDemoWorkspace: false,
    ...extra,
  };
}

function replied(outcome: UpstreamReply | UpstreamFailure): UpstreamReply {
  if ("failure" in outcome) throw new Error(`${outcome.failure}: ${outcome.detail}`);
  return outcome;
}

async function text(reply: UpstreamReply): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const never = new AbortController().signal;

describe("the egress", () => {
  it("sends a body and fields, and gives back status, fields and bytes as they came", async () => {
    const port = await serve((request, response) => {
      response.writeHead(201, { "X-Twice": ["a", "b"] });
      request.pipe(response);
    });
    const outcome = await egressTo([`127.0.0.1:${port}`]).send(
      get(`http://127.0.0.1:${port}`, { method: "POST", headers: [["x-one", "1"]], body: Buffer.from("echo") }),
      never,
    );
    const reply = replied(outcome);
    expect(reply.status).toBe(201);
    expect(reply.headers.filter(([name]) => name === "x-twice")).toEqual([
      ["x-twice", "a"],
      ["x-twice", "b"],
    ]);
    expect(await text(reply)).toBe("echo");
  });

  it("refuses a private address that is not listed, without connecting", async () => {
    let connections = 0;
    const port = await serve((_request, response) => {
      connections += 1;
      response.end();
    });
    for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"]) {
      const origin = new URL(`http://${host}:${port}`).origin;
      expect(await egressTo([]).send(get(origin), never)).toMatchObject({ failure: "blocked" });
    }
    expect(connections).toBe(0);
  });

  it("dials the checked address, whatever the name answers afterwards", async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    const answers = [["127.0.0.1"], ["10.9.9.9"]];
    let asked = 0;
    const egress = egressTo([`127.0.0.1:${port}`], async () => answers[asked++] ?? []);
    const outcome = replied(await egress.send(get(`http://rebinding.test:${port}`), never));
    expect(await text(outcome)).toBe(`rebinding.test:${port}`);
    expect(asked).toBe(1);
  });

  it("leaves out private addresses among public ones of a name", async () => {
    const egress = egressTo([], async () => ["10.0.0.1", "169.254.169.254"]);
    expect(await egress.send(get("http://mixed.test:81"), never)).toMatchObject({ failure: "blocked" });
  });

  it("hands a redirect back instead of following it", async () => {
    let calls = 0;
    const port = await serve((_request, response) => {
      calls += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const reply = replied(await egressTo([`127.0.0.1:${port}`]).send(get(`http://127.0.0.1:${port}`), never));
    expect(reply.status).toBe(302);
    await text(reply);
    expect(calls).toBe(1);
  });

  it("says unreachable where nothing listens, and timeout where no head comes", async () => {
    const silent = await serve(() => undefined);
    const egress = egressTo(["127.0.0.1:1", `127.0.0.1:${silent}`]);
    expect(await egress.send(get("http://127.0.0.1:1"), never)).toMatchObject({ failure: "unreachable" });
    const late = egress.send(get(`http://127.0.0.1:${silent}`, { headersTimeoutMs: 50 }), never);
    expect(await late).toMatchObject({ failure: "timeout" });
  });

  it("closes the upstream connection when the caller gives up or stops reading", async () => {
    let closed = 0;
    const port = await serve((request, response) => {
      response.writeHead(200);
      response.write("first");
      request.socket.once("close", () => {
        closed += 1;
      });
    });
    const egress = egressTo([`127.0.0.1:${port}`]);
    const leaving = new AbortController();
    const reply = replied(await egress.send(get(`http://127.0.0.1:${port}`), leaving.signal));
    leaving.abort();
    await expect(text(reply)).rejects.toThrow();
    const other = replied(await egress.send(get(`http://127.0.0.1:${port}`), never));
    for await (const _chunk of other.body) break;
    await expect.poll(() => closed).toBe(2);
  });

  it("ends the body with an error when the upstream cuts it", async () => {
    const port = await serve((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => request.socket.destroy());
    });
    const reply = replied(await egressTo([`127.0.0.1:${port}`]).send(get(`http://127.0.0.1:${port}`), never));
    await expect(text(reply)).rejects.toThrow();
  });

  it("slows an upstream down to the reader's pace instead of filling memory", async () => {
    const chunk = Buffer.alloc(64 * 1024);
    let sent = 0;
    const port = await serve((_request, response) => {
      response.writeHead(200);
      const write = () => {
        while (sent < 64 * 1024 * 1024) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once("drain", write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    const reply = replied(await egressTo([`127.0.0.1:${port}`]).send(get(`http://127.0.0.1:${port}`), never));
    let received = 0;
    for await (const piece of reply.body) {
      received += piece.length;
      if (received < 8 * 1024 * 1024) continue;
      await delay(100);
      break;
    }
    expect(sent).toBeLessThan(48 * 1024 * 1024);
  });
});
