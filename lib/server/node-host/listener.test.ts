import { createHash } from "node:crypto";
import { createServer, request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { IncomingRequest, Reply } from "@/lib/gateway/reply";
import { createBackToBack } from "./back-to-back";
import { trustedProxies } from "./forwarded";
import { createHealth, type Probe } from "./health";
import { createListener } from "./listener";
import { createPassThrough } from "./pass-through";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Setup = {
  handle?: (request: IncomingRequest) => Promise<Reply>;
  pages?: Server;
  probes?: Record<string, Probe>;
  trusted?: string[];
};

const nothing: Reply = { status: 204, headers: [], body: null };

async function host({ handle, pages, probes, trusted = [] }: Setup = {}): Promise<string> {
  const pagesUrl = await listen(pages ?? createServer((_request, response) => response.end("page")));
  return await listen(
    createListener({
      gateway: { handle: handle ?? (async () => nothing) },
      pages: createPassThrough(pagesUrl, trustedProxies(trusted)),
      health: createHealth(probes ?? {}),
      backToBack: createBackToBack(),
    }),
  );
}

async function raw(url: string, text: string): Promise<string> {
  const { port } = new URL(url);
  return await new Promise((done, fail) => {
    let answer = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", fail);
    socket.on("close", () => done(answer));
  });
}

async function bytesOf(body: IncomingRequest["body"]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  if (body) for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("the public port", () => {
  it("gives the gateway target, fields and body as they were sent", async () => {
    let seen: { target: string; twice: string[]; body: string } | null = null;
    const url = await host({
      handle: async (request) => {
        const twice = request.headers.filter(([name]) => name === "x-twice").map(([, value]) => value);
        seen = { target: request.target, twice, body: (await bytesOf(request.body)).toString() };
        return nothing;
      },
    });
    await raw(
      url,
      "POST /api/proxy/a/%2e%2e/b?q=%20 HTTP/1.1\r\nhost: x\r\nX-Twice: 1\r\nx-twice: 2\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbody",
    );
    expect(seen).toEqual({ target: "/api/proxy/a/%2e%2e/b?q=%20", twice: ["1", "2"], body: "body" });
  });

  it.each([
    ["short", 256],
    ["long", 100_000],
  ])("gives a %s answer byte for byte, of whatever bytes it is", async (_name, length) => {
    const body = Uint8Array.from({ length }, (_, index) => index % 256);
    const headers: Reply["headers"] = [["content-type", "application/octet-stream"]];
    const url = await host({ handle: async () => ({ status: 200, headers, body: body.subarray(1) }) });
    const answer = await fetch(`${url}/api/proxy/x`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body.subarray(1));
  });

  it("carries 20 MB up and down unchanged", async () => {
    const upload = Buffer.alloc(20 * 1024 * 1024, "sluice");
    const url = await host({
      handle: async (request) => ({ status: 200, headers: [], body: chunked(await bytesOf(request.body)) }),
    });
    const answer = await fetch(`${url}/api/proxy/x`, { method: "POST", body: upload });
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256(upload));
  });

  it("tells the core when the client leaves, and stops reading the answer", async () => {
    let aborted = false;
    let returned = false;
    const url = await host({
      handle: async (request) => {
        request.signal.addEventListener("abort", () => {
          aborted = true;
        });
        return { status: 200, headers: [], body: endless(() => (returned = true)) };
      },
    });
    const leaving = new AbortController();
    const answer = await fetch(`${url}/api/proxy/x`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    await expect.poll(() => [aborted, returned]).toEqual([true, true]);
  });

  it("cuts the connection when the core's answer breaks off, so that nobody takes it for whole", async () => {
    const url = await host({ handle: async () => ({ status: 200, headers: [], body: breaking() }) });
    const answer = await fetch(`${url}/api/proxy/x`);
    await expect(answer.text()).rejects.toThrow();
  });

  it.each([
    ["two Host fields", "GET /api/proxy/x HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n"],
    ["no Host", "GET /api/proxy/x HTTP/1.1\r\n\r\n"],
    [
      "Content-Length beside Transfer-Encoding",
      "POST /api/proxy/x HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a bare line feed", "GET /api/proxy/x HTTP/1.1\nhost: a\n\n"],
    ["no HTTP at all", "hello\r\n\r\n"],
  ])("answers %s with 400 and closes the connection", async (_name, text) => {
    const answer = await raw(await host(), text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.toLowerCase()).toContain("connection: close");
  });

  it("answers oversized header fields with 431", async () => {
    const answer = await raw(await host(), `GET /api/proxy/x HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("passes everything else to the pages, naming the client and hiding a stranger's claims", async () => {
    let fields: Record<string, unknown> = {};
    const pages = createServer((request, response) => {
      fields = request.headers;
      request.pipe(response);
    });
    const url = await host({ pages });
    const { port } = new URL(url);
    const answer = await fetch(`${url}/keys`, {
      method: "POST",
      body: "form",
      headers: { "x-forwarded-for": "9.9.9.9", "x-forwarded-host": "evil.example", "x-sluice-request-id": "forged" },
    });
    expect(await answer.text()).toBe("form");
    expect(fields).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": `127.0.0.1:${port}`,
      "x-forwarded-proto": "http",
    });
    expect(fields).not.toHaveProperty("x-sluice-request-id");
  });

  it("believes a configured proxy, and takes the right-most address that is none of ours", async () => {
    let forwardedFor: unknown;
    const pages = createServer((request, response) => {
      forwardedFor = request.headers["x-forwarded-for"];
      response.end();
    });
    const url = await host({ pages, trusted: ["127.0.0.0/8", "10.0.0.0/8"] });
    await (await fetch(`${url}/`, { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.1.1.1" } })).text();
    expect(forwardedFor).toBe("203.0.113.7");
  });

  it("says that the dashboard restarts while the pages are away", async () => {
    const gone = createServer();
    const url = await host({ pages: gone });
    gone.close();
    const [answer] = await Promise.all([statusOf(`${url}/keys`)]);
    expect(answer).toBe(503);
  });

  it("is ready only when every part answers, and names the one that does not", async () => {
    const url = await host({
      probes: {
        database: async () => undefined,
        ledger: async () => {
          throw new Error("secret detail");
        },
      },
    });
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    const answer = await fetch(`${url}/api/health/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: "not_ready", parts: { database: "ok", ledger: "down" } });
  });
});

async function* chunked(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

async function* endless(onReturn: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      yield Buffer.from("more ");
      await new Promise((done) => setImmediate(done));
    }
  } finally {
    onReturn();
  }
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("half");
  throw new Error("upstream cut");
}

function statusOf(url: string): Promise<number> {
  return new Promise((done, fail) => {
    httpRequest(url, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    })
      .on("error", fail)
      .end();
  });
}
