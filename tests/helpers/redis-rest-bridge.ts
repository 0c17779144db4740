import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Redis } from "ioredis";

export type RestBridge = { url: string; stop(): Promise<void> };

type Reply = { result: unknown } | { error: string };
type Encode = (value: unknown) => unknown;

/** What Upstash's own scripts begin with and a plain Redis refuses. */
const SHEBANG = /^#!lua[^\n]*\n/;

/** Upstash's HTTP interface in front of a real Redis: one command, `/pipeline` and `/multi-exec`, for its bearer alone. */
export async function startRestBridge({ redisUrl, token }: { redisUrl: string; token: string }): Promise<RestBridge> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 0 });
  const execute = createExecutor(redis);
  const server = createServer((request, response) => {
    void answer(request, response, token, redis, execute);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The bridge has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      redis.disconnect();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  redis: Redis,
  execute: (command: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (request.headers.authorization !== `Bearer ${token}`) {
    send(401, { error: "WRONGPASS invalid or missing auth token" });
    return;
  }
  const encode: Encode = request.headers["upstash-encoding"] === "base64" ? toBase64 : toText;
  const one = (command: unknown) =>
    execute(textsOf(command)).then(
      (value): Reply => ({ result: encode(value) }),
      (cause: unknown): Reply => ({ error: messageOf(cause) }),
    );
  try {
    const body = await bodyOf(request);
    if (request.url === "/pipeline") send(200, await Promise.all(listOf(body).map(one)));
    else if (request.url === "/multi-exec") send(200, await transaction(redis, listOf(body), encode));
    else {
      const reply = await one(request.url === "/" ? body : partsOf(request.url ?? "", body));
      send("error" in reply ? 400 : 200, reply);
    }
  } catch (cause) {
    send(400, { error: `ERR ${messageOf(cause)}` });
  }
}

/** Runs commands; a script with a shebang is kept without it, under the hash of the text as it came. */
function createExecutor(redis: Redis): (command: readonly string[]) => Promise<unknown> {
  const stripped = new Map<string, string>();
  const call = async (name: string, args: readonly string[]): Promise<unknown> => await redis.callBuffer(name, ...args);
  return async ([name = "", ...args]) => {
    const [first = "", ...rest] = args;
    const upper = name.toUpperCase();
    if (upper === "EVAL" && SHEBANG.test(first)) {
      const text = first.replace(SHEBANG, "");
      stripped.set(createHash("sha1").update(first).digest("hex"), text);
      return await call(name, [text, ...rest]);
    }
    const known = upper === "EVALSHA" ? stripped.get(first) : undefined;
    return known === undefined ? await call(name, args) : await call("EVAL", [known, ...rest]);
  };
}

async function transaction(redis: Redis, commands: readonly unknown[], encode: Encode): Promise<Reply[]> {
  const multi = redis.multi();
  for (const command of commands) {
    const [name = "", ...args] = textsOf(command);
    multi.call(name, ...args);
  }
  const results = (await multi.exec()) ?? [];
  return results.map(([error, value]) => (error ? { error: error.message } : { result: encode(value) }));
}

function toBase64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toBase64);
  if (value === null || value === undefined || typeof value === "number") return value ?? null;
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  // Upstash leaves the one answer that every writing command gives as it is.
  return bytes.toString() === "OK" ? "OK" : bytes.toString("base64");
}

function toText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toText);
  return Buffer.isBuffer(value) ? value.toString() : (value ?? null);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return chunks.length === 0 ? null : JSON.parse(Buffer.concat(chunks).toString());
}

function partsOf(path: string, body: unknown): unknown[] {
  const parts: unknown[] = path.slice(1).split("/").map(decodeURIComponent);
  return body === null ? parts : [...parts, ...(Array.isArray(body) ? body : [body])];
}

function listOf(body: unknown): readonly unknown[] {
  if (!Array.isArray(body)) throw new TypeError("The body is no list.");
  return body;
}

function textsOf(command: unknown): string[] {
  return listOf(command).map((part) => (typeof part === "object" ? JSON.stringify(part) : String(part)));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
