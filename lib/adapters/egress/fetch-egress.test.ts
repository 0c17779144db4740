import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { UpstreamReply, UpstreamRequest } from "@/lib/gateway/ports";
import { isEdgeUpstream } from "./edge-upstreams";
import { createFetchEgress } from "./fetch-egress";

let server: Server;
let host: string;
let hits: IncomingMessage[] = [];
let closedEarly = 0;

async function play(request: IncomingMessage, response: ServerResponse): Promise<void> {
  hits.push(request);
  response.once("close", () => {
    if (!response.writableFinished) closedEarly += 1;
  });
  if (request.url === "/redirect") response.writeHead(302, { location: "/echo" }).end();
  else if (request.url === "/gzip") response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("plain"));
  else if (request.url === "/cut") response.write("some", () => setTimeout(() => response.destroy(), 10));
  else if (request.url === "/drip") response.write("some");
  else if (request.url === "/echo") response.end(await text(request));
}

beforeAll(async () => {
  server = createServer((request, response) => {
    play(request, response).catch((cause: Error) => response.destroy(cause));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;

function request(path: string, changes: Partial<UpstreamRequest> = {}): UpstreamRequest {
  const limits = { headersTimeoutMs: 2_000, idleTimeoutMs: 2_000, isDemoWorkspace: false };
  return { method: "GET", origin: `http://${host}`, path, headers: [], body: null, ...limits, ...changes };
}

const send = (sent: UpstreamRequest, signal: AbortSignal = never) =>
  createFetchEgress({ upstreams: [host] }).send(sent, signal);

async function answered(sent: UpstreamRequest): Promise<UpstreamReply> {
  const reply = await send(sent);
  if ("failure" in reply) throw new Error(reply.detail);
  return reply;
}

const bytesOf = (reply: UpstreamReply) => text(Readable.from(reply.body));

async function* pieces(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const one of texts) {
    if (one instanceof Error) throw one;
    yield new TextEncoder().encode(one);
  }
}

describe("the egress of runtimes with fetch alone", () => {
  it("calls no host that is neither in the catalogue nor listed", async () => {
    hits = [];
    const outcome = await createFetchEgress({ upstreams: [] }).send(request("/echo"), never);
    expect(outcome).toMatchObject({ failure: "blocked" });
    expect(hits).toEqual([]);
  });

  it.each([
    ["https://api.openai.com", [], true],
    ["https://api.openai.com.evil.example", [], false],
    ["https://api.openai.com:8443", [], false],
    ["http://api.openai.com", [], false],
    ["https://models.acme.example", ["Models.acme.example"], true],
    ["http://models.acme.example", ["models.acme.example"], false],
    ["https://models.acme.example:8443", ["models.acme.example"], false],
    ["http://models.acme.example:8080", ["models.acme.example:8080"], true],
    ["https://169.254.169.254", [], false],
    ["nonsense", ["nonsense"], false],
  ])("%s with %j listed: %s", (origin, listed, isAllowed) => {
    expect(isEdgeUpstream(origin, listed)).toBe(isAllowed);
  });

  it("sends a body on, piece by piece or whole, and leaves framing to fetch", async () => {
    const headers = [
      ["content-type", "text/plain"],
      ["content-length", "999"],
    ] as const;
    const streamed = request("/echo", { method: "POST", headers, body: pieces("ab", "cd") });
    expect(await bytesOf(await answered(streamed))).toBe("abcd");
    const whole = request("/echo", { method: "POST", headers, body: new TextEncoder().encode("efg") });
    expect(await bytesOf(await answered(whole))).toBe("efg");
  });

  it("follows no redirect", async () => {
    const reply = await answered(request("/redirect"));
    expect([reply.status, reply.headers.find(([name]) => name === "location")?.[1]]).toEqual([302, "/echo"]);
  });

  it("says nothing of a coding that fetch has undone", async () => {
    const reply = await answered(request("/gzip"));
    expect(reply.headers.map(([name]) => name)).not.toContain("content-encoding");
    expect(await bytesOf(reply)).toBe("plain");
  });

  it("fails the body where the upstream cuts it", async () => {
    await expect(bytesOf(await answered(request("/cut")))).rejects.toThrow();
  });

  it("gives up an upstream that does not begin in time, and one that stops in the middle", async () => {
    expect(await send(request("/hang", { headersTimeoutMs: 50 }))).toMatchObject({ failure: "timeout" });
    const reply = await answered(request("/drip", { idleTimeoutMs: 50 }));
    await expect(bytesOf(reply)).rejects.toThrow("No byte came for 50 ms.");
  });

  it("closes the upstream when the call is aborted, and when the body is given up", async () => {
    closedEarly = 0;
    const leaving = new AbortController();
    const hanging = send(request("/hang"), leaving.signal);
    setTimeout(() => leaving.abort(), 20);
    expect(await hanging).toMatchObject({ failure: "aborted" });
    const { body } = await answered(request("/drip"));
    const iterator = body[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    await vi.waitFor(() => expect(closedEarly).toBe(2));
  });

  it("calls it aborted when the caller's own body fails, and unreachable when nobody listens", async () => {
    const body = pieces("ab", new Error("gone"));
    expect(await send(request("/echo", { method: "POST", body }))).toMatchObject({ failure: "aborted" });
    const nobody = createFetchEgress({ upstreams: ["127.0.0.1:1"] });
    const outcome = await nobody.send(request("/echo", { origin: "http://127.0.0.1:1" }), never);
    expect(outcome).toMatchObject({ failure: "unreachable" });
  });
});
