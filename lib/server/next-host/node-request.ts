import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { headerPairs } from "@/lib/server/node-host/incoming";
import type { RequestFacts } from "@/lib/server/web-host/incoming";

type Arrived = { target: string; request: IncomingMessage };

/** Next may load this file twice, for its start and for the route: both must find the same store. */
const SLOT = Symbol.for("sluice.next-host.arrived");

/**
 * Keeps what Next rewrites before a handler sees it: the target as sent, repeated fields, the peer's address. Next fills
 * `x-forwarded-for` from whoever claims one, so without this a caller could choose its own address.
 */
export function keepNodeRequests(): void {
  const arrived = store();
  subscribe("http.server.request.start", (message) => {
    const { request } = asRequestStart(message);
    arrived.enterWith({ target: request.url ?? "/", request });
  });
}

/** The facts of the request that is being answered; undefined on platforms that do not serve from `node:http`. */
export function nodeRequestFacts(): RequestFacts | undefined {
  const arrived = store().getStore();
  if (arrived === undefined) return undefined;
  const { target, request } = arrived;
  return { target, headers: headerPairs(request.rawHeaders), remoteAddress: request.socket.remoteAddress ?? "" };
}

function store(): AsyncLocalStorage<Arrived> {
  const holder = asHolder(globalThis);
  holder[SLOT] ??= new AsyncLocalStorage<Arrived>();
  return holder[SLOT];
}

/** The slot is ours alone: nothing else in the process knows its symbol. */
function asHolder(value: object): { [SLOT]?: AsyncLocalStorage<Arrived> } {
  return value as { [SLOT]?: AsyncLocalStorage<Arrived> };
}

/** Node's documentation of the channel: `{ request, response, socket, server }`. */
function asRequestStart(message: unknown): { request: IncomingMessage } {
  return message as { request: IncomingMessage };
}
