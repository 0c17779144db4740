import { randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { type DashboardSession, signIn } from "../../helpers/dashboard-session";
import { type EdgeVariant, startEdgeVariant } from "../../helpers/edge-variant";
import { type ScriptedUpstream, startScriptedUpstream } from "../../helpers/scripted-upstream";
import { type Stack, startStack } from "../../helpers/stack";

export type HostName = "Node host" | "Next handler" | "edge variant";
/** The two that answer everything in the same way. */
export const HOSTS: readonly HostName[] = ["Node host", "Next handler"];

export type World = {
  stack: Stack;
  session: DashboardSession;
  upstream: ScriptedUpstream;
  edge: EdgeVariant;
  /** May call every provider, without a limit of its own. */
  key: string;
  /** Makes a key with a limit of its own. */
  createKey(settings: Record<string, unknown>): Promise<string>;
  stop(): Promise<void>;
};

/** One host of the running world; what a case is given. */
export type Place = { world: World; host: HostName; url: string };

export type Case = {
  title: string;
  /**
   * Left to the two hosts. About the wire itself: an edge platform has parsed the request, and writes the answer, in its own
   * way. About size: the edge runtime that runs here reads uploads at a few megabytes a second.
   */
  hostsOnly?: "wire" | "size";
  run(place: Place): Promise<void>;
};

type ProviderSettings = { slug: string; dialect: string; base_url: string };

/** Nobody listens there, and no part of a stack is ever given it, as could happen with a port that is merely free. */
const DEAD_PORT = 1;

/** One stack for both hosts, with an upstream of ours behind it under several names. */
export async function startWorld(): Promise<World> {
  const running = new AsyncDisposableStack();
  try {
    return await startParts(running);
  } catch (cause) {
    await running.disposeAsync();
    throw cause;
  }
}

async function startParts(running: AsyncDisposableStack): Promise<World> {
  const upstream = await startScriptedUpstream();
  running.defer(() => upstream.stop());
  const listed = [upstream.port, DEAD_PORT].map((port) => `127.0.0.1:${port}`).join(",");
  const stack = await startStack({ env: { SLUICE_PRIVATE_UPSTREAMS: listed } });
  running.defer(async () => {
    await stack.stop();
  });
  const session = await signIn(stack.demo);
  await addProviders(session, upstream.port);
  const run = stack.run();
  const reachable = [upstream.port, DEAD_PORT, run.parts["demo-upstream"]?.port].map((port) => `127.0.0.1:${port}`);
  const edge = await startEdgeVariant(stack.home, run, reachable);
  running.defer(() => edge.stop());
  const createKey = async (settings: Record<string, unknown>): Promise<string> => {
    const wanted = { name: `key ${randomUUID()}`, all_providers: true, ...settings };
    const { data } = await session.call<{ data: { key: string } }>("POST", "keys", wanted);
    return data.key;
  };
  return { stack, session, upstream, edge, key: await createKey({}), createKey, stop: () => running.disposeAsync() };
}

async function addProviders(session: DashboardSession, port: number): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const add = (settings: ProviderSettings) => {
    const common = { name: settings.slug, auth_method: "BEARER", api_key: "sk-upstream", max_retries: 0 };
    return session.call("POST", "providers", { ...common, ...settings });
  };
  await add({ slug: "things", dialect: "http", base_url: `${origin}/base` });
  await add({ slug: "chat", dialect: "openai", base_url: `${origin}/v1` });
  await add({ slug: "down", dialect: "openai", base_url: `http://127.0.0.1:${DEAD_PORT}/v1` });
}

/** Next's own port is reached directly: from the public one every call would be the Node host's. */
export function placeOf(world: World, host: HostName): Place {
  const { url, parts } = world.stack.run();
  const urls: Record<HostName, string> = {
    "Node host": url,
    "Next handler": `http://127.0.0.1:${parts["next"]?.port ?? 0}`,
    "edge variant": world.edge.url,
  };
  return { world, host, url: urls[host] };
}

export type Sent = {
  method?: string;
  /** Name and value in turn, as they go over the wire. */
  headers?: readonly string[];
  body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  key?: string | null;
  signal?: AbortSignal;
};

export type Received = { status: number; headers: IncomingMessage["headers"]; rawHeaders: string[]; bytes: Buffer };

/** Sends a request without any client's own corrections and hands over the answer's head with its body to come. */
export async function open(place: Place, path: string, sent: Sent = {}): Promise<IncomingMessage> {
  const { method = "GET", body, key = place.world.key, headers = [], signal } = sent;
  const url = new URL(place.url);
  const length = typeof body === "string" || body instanceof Uint8Array ? Buffer.byteLength(body) : undefined;
  const framing =
    body === undefined ? [] : length === undefined ? ["transfer-encoding", "chunked"] : ["content-length", `${length}`];
  const all = [
    ...["host", url.host],
    ...(key === null ? [] : ["authorization", `Bearer ${key}`]),
    ...(headers.includes("connection") ? [] : ["connection", "keep-alive"]),
    ...framing,
    ...headers,
  ];
  return await new Promise((resolve, reject) => {
    const options = { host: url.hostname, port: url.port, method, path: `/api/proxy/${path}`, headers: all };
    const request = httpRequest({ ...options, agent: false, ...(signal ? { signal } : {}) }, resolve);
    request.on("error", reject);
    send(request, body).catch((cause: Error) => request.destroy(cause));
  });
}

async function send(request: ReturnType<typeof httpRequest>, body: Sent["body"]): Promise<void> {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    request.end(body);
    return;
  }
  for await (const chunk of body) {
    if (!request.write(chunk)) await new Promise((done) => request.once("drain", done));
  }
  request.end();
}

export async function call(place: Place, path: string, sent: Sent = {}): Promise<Received> {
  const answer = await open(place, path, sent);
  const bytes = await buffer(answer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, rawHeaders: answer.rawHeaders, bytes };
}

export function json(body: unknown): Sent {
  return { method: "POST", headers: ["content-type", "application/json"], body: JSON.stringify(body) };
}

export function newMark(): string {
  return `mark-${randomUUID()}`;
}

type LogRow = { outcome: string; error_code: string | null; status_code: number; [name: string]: unknown };

/** The stored row of a request, as the dashboard sees it, once it has drained. */
export async function logOf(place: Place, requestId: unknown): Promise<LogRow> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      const { data } = await place.world.session.call<{ data: LogRow }>("GET", `logs/${String(requestId)}`);
      return data;
    } catch (cause) {
      if (performance.now() > deadline) throw cause;
      await delay(100);
    }
  }
}
