import { Readable } from "node:stream";
import { Pool } from "undici";
import type { Egress, UpstreamFailure, UpstreamReply, UpstreamRequest } from "@/lib/gateway/ports";
import type { LeaveSignal } from "@/lib/gateway/reply";
import type { AddressPolicy } from "./address-policy";
import { createPinnedConnector, type Resolve, systemResolve } from "./pinned-connector";
import { asFailure, ReplyHandler } from "./reply-handler";

export type UndiciEgress = Egress & { close(): Promise<void> };

/** Runs, now or soon, what gives a call its answer. */
export type HandOver = (give: () => void) => void;

type Options = {
  /** @default the system's */
  resolve?: Resolve | undefined;
  /** @default at once */
  handOver?: HandOver | undefined;
};

const MAX_POOLS = 256;
const atOnce: HandOver = (give) => give();

/** Every outbound connection of the gateway: pooled keep-alive HTTP/1.1 to checked and pinned addresses. */
export function createEgress(
  policy: AddressPolicy,
  { resolve = systemResolve, handOver = atOnce }: Options = {},
): UndiciEgress {
  const pools = new Map<string, Pool>();
  // Stands last already, so that it need be neither named nor moved there by every call.
  let newest: { origin: string; isDemoWorkspace: boolean; pool: Pool } | null = null;
  const connectors = {
    demo: createPinnedConnector(policy, resolve, true),
    other: createPinnedConnector(policy, resolve, false),
  };

  // Pools are kept apart by who may use them: a connection to a private address is never lent to another workspace.
  function poolFor(origin: string, isDemoWorkspace: boolean): Pool {
    if (newest && newest.origin === origin && newest.isDemoWorkspace === isDemoWorkspace) return newest.pool;
    const id = `${isDemoWorkspace ? "demo" : "other"} ${origin}`;
    const pool = pools.get(id) ?? openPool(origin, isDemoWorkspace);
    pools.delete(id);
    pools.set(id, pool);
    newest = { origin, isDemoWorkspace, pool };
    closeOldest(pools);
    return pool;
  }

  function openPool(origin: string, isDemoWorkspace: boolean): Pool {
    return new Pool(origin, {
      connect: isDemoWorkspace ? connectors.demo : connectors.other,
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 64 * 1024,
    });
  }

  return {
    send(request, signal) {
      if (signal.aborted) return Promise.resolve({ failure: "aborted", detail: "aborted before connecting" });
      return dispatch(poolFor(request.origin, request.isDemoWorkspace), request, signal, handOver);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
      newest = null;
    },
  };
}

function dispatch(
  pool: Pool,
  request: UpstreamRequest,
  signal: LeaveSignal,
  handOver: HandOver,
): Promise<UpstreamReply | UpstreamFailure> {
  return new Promise((resolve) => {
    const handler = new ReplyHandler((outcome) => handOver(() => resolve(outcome)), signal);
    try {
      pool.dispatch(
        {
          origin: request.origin,
          path: request.path,
          method: request.method,
          headers: flat(request.headers),
          body: asDispatchBody(request.body),
          headersTimeout: request.headersTimeoutMs,
          bodyTimeout: request.idleTimeoutMs,
        },
        handler,
      );
    } catch (cause) {
      resolve(asFailure(cause));
    }
  });
}

/** `Array.flat` takes several times as long. */
function flat(headers: UpstreamRequest["headers"]): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, value);
  return list;
}

function asDispatchBody(body: UpstreamRequest["body"]): Uint8Array | Readable | null {
  if (body === null || body instanceof Uint8Array) return body;
  return Readable.from(body, { objectMode: false });
}

function closeOldest(pools: Map<string, Pool>): void {
  for (const [id, pool] of pools) {
    if (pools.size <= MAX_POOLS) return;
    pools.delete(id);
    // Requests under way on it finish first; what fails then is reported by them.
    void pool.close();
  }
}
