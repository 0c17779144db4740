import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

export const MB = 1_048_576;
export const FLOOD_MB = 100;

export type Hit = { target: string; rawHeaders: readonly string[]; at: number };

export type ScriptedUpstream = {
  port: number;
  /** What arrived, in order, of calls whose target or body holds the mark. */
  hits(mark: string): Hit[];
  /** When each answer to a call with the mark was closed before its end, in `performance.now()` milliseconds. */
  closedEarly(mark: string): number[];
  stop(): Promise<void>;
};

type Play = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export const GZIPPED = JSON.stringify({ text: "plain ".repeat(500) });
export const EVENTS = Array.from({ length: 20 }, (_, index) => `event: tick\ndata: {"n":${index},"é":"ü"}\n\n`).join(
  "",
);

const big = createBytes(20 * MB);

/** 20 MB in which no two pieces are alike. */
function createBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 4) bytes.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  return bytes;
}

export const BIG_SHA256 = createHash("sha256").update(big).digest("hex");

/** By the path under `/base`. What is none of them is answered with what arrived. */
const plays: Readonly<Record<string, Play>> = {
  big: (_, response) => void response.end(big),
  async sha(request, response) {
    const hash = createHash("sha256");
    for await (const chunk of request) hash.update(chunk as Buffer);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ sha256: hash.digest("hex") }));
  },
  gzip(_, response) {
    const bytes = gzipSync(GZIPPED);
    response.writeHead(200, {
      "content-type": "application/json",
      "content-encoding": "gzip",
      "content-length": bytes.length,
    });
    response.end(bytes);
  },
  redirect: (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/elsewhere" }).end(),
  teapot: (_, response) =>
    void response.writeHead(418, { "content-type": "application/json" }).end('{"error":{"message":"I am a teapot"}}'),
  hang: () => undefined,
  empty: (_, response) => void response.writeHead(204).end(),
  dirty(_, response) {
    response.writeHead(200, [
      ...["set-cookie", "session=upstream"],
      ...["connection", "x-named, keep-alive"],
      ...["x-named", "of the connection"],
      ...["x-kept", "one"],
      ...["x-kept", "two"],
      ...["openai-organization", "acme"],
      ...["server", "upstream"],
    ]);
    response.end("dirty");
  },
  events(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const bytes = Buffer.from(EVENTS);
    let at = 0;
    const send = (): void => {
      if (at >= bytes.length) {
        response.end();
        return;
      }
      response.write(bytes.subarray(at, at + 7));
      at += 7;
      setImmediate(send);
    };
    send();
  },
  slow(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: first\n\n");
    setTimeout(() => response.end("data: second\n\n"), 700);
  },
  cut(_, response) {
    response.writeHead(200, { "content-type": "text/plain" });
    response.write("some of it", () => setTimeout(() => response.destroy(), 20));
  },
  "cut-events"(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"n":1}\n\ndata: {"n":2}\n\nda', () => setTimeout(() => response.destroy(), 20));
  },
  endless(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const timer = setInterval(() => response.write("data: tick\n\n"), 20);
    response.once("close", () => clearInterval(timer));
  },
  async duplex(request, response) {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.flushHeaders();
    for await (const chunk of request) response.write(chunk);
    response.end();
  },
  flood(_, response) {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    let sent = 0;
    const send = (): void => {
      while (sent < FLOOD_MB && !response.destroyed) {
        sent += 1;
        if (!response.write(Buffer.alloc(MB, sent))) {
          response.once("drain", send);
          return;
        }
      }
      response.end();
    };
    send();
  },
};

const chatAnswer = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "gpt-4o-mini",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Counted." } }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
};

/** An upstream of ours that does what the path says and keeps a list of what arrived. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const arrived: Hit[] = [];
  const early: { target: string; at: number }[] = [];
  const server = createServer((request, response) => {
    const target = request.url ?? "";
    arrived.push({ target, rawHeaders: request.rawHeaders, at: performance.now() });
    response.once("close", () => {
      if (!response.writableFinished) early.push({ target, at: performance.now() });
    });
    void play(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The upstream has no port.");
  return {
    port: address.port,
    hits: (mark) => arrived.filter((hit) => hit.target.includes(mark)),
    closedEarly: (mark) => early.filter((hit) => hit.target.includes(mark)).map((hit) => hit.at),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function play(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const named = plays[path.replace(/^\/(?:base|v1)\//, "")];
  try {
    if (named) await named(request, response);
    else if (path === "/v1/chat/completions") {
      await buffer(request);
      response.setHeader("content-type", "application/json").end(JSON.stringify(chatAnswer));
    } else {
      const bytes = await buffer(request);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ method: request.method, target: request.url, bytes: bytes.length }));
    }
  } catch (cause) {
    // The caller went away while it sent: there is nobody to answer.
    response.destroy(cause instanceof Error ? cause : undefined);
  }
}
