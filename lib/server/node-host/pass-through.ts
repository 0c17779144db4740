import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { reportError } from "@/lib/server/report-error";
import { forwardedFields, type TrustedProxies } from "./forwarded";

export type PassThrough = {
  /** Relays a request to the pages' server, streaming both ways. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Relays a protocol upgrade, which the development server's reload uses. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  close(): void;
};

const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
const REPLACED = new Set([
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-sluice-request-id",
]);

/** Everything that is not the gateway's belongs to the pages' server behind this process. */
export function createPassThrough(origin: string, isTrusted: TrustedProxies): PassThrough {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const outgoing = httpRequest({
      agent,
      hostname,
      port,
      method: request.method,
      path: request.url,
      headers: relayedFields(request, isTrusted, false),
    });
    outgoing.on("response", (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, withoutHops(incoming.rawHeaders));
      pipeline(incoming, response, () => undefined);
    });
    outgoing.on("error", (cause) => {
      if (response.headersSent) response.destroy();
      else pagesAreAway(response, cause);
    });
    response.once("close", () => outgoing.destroy());
    pipeline(request, outgoing, () => undefined);
  }

  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const upstream = connect(Number(port), hostname, () => {
      const fields = relayedFields(request, isTrusted, true);
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let index = 0; index < fields.length; index += 2) lines.push(`${fields[index]}: ${fields[index + 1]}`);
      upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      pipeline(upstream, socket, upstream, () => undefined);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  }

  return { handle, upgrade, close: () => agent.destroy() };
}

/** Name and value in turn, with the fields of this hop left out unless the connection itself is handed over. */
function relayedFields(request: IncomingMessage, isTrusted: TrustedProxies, isUpgrade: boolean): string[] {
  const fields: string[] = [];
  const raw = request.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    if (REPLACED.has(name) || (!isUpgrade && HOP_BY_HOP.has(name) && name !== "transfer-encoding")) continue;
    fields.push(name, raw[index + 1] ?? "");
  }
  for (const [name, value] of forwardedFields(request, isTrusted)) fields.push(name, value);
  return fields;
}

function withoutHops(raw: readonly string[]): string[] {
  const fields: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    if (!HOP_BY_HOP.has(name)) fields.push(raw[index] ?? "", raw[index + 1] ?? "");
  }
  return fields;
}

function pagesAreAway(response: ServerResponse, cause: unknown): void {
  reportError("The pages' server did not answer.", {}, cause);
  response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
  response.end(
    "The dashboard is restarting. Calls to /api/proxy are served meanwhile; reload this page in a moment.\n",
  );
}
