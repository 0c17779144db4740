import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { IncomingRequest, Reply } from "@/lib/gateway/reply";
import { reportError } from "@/lib/server/report-error";
import type { BackToBack } from "./back-to-back";
import type { createHealth } from "./health";
import { asIncomingRequest, hasRepeatedFraming, headerPairs } from "./incoming";
import type { PassThrough } from "./pass-through";
import { writeReply } from "./write-reply";

type Parts = {
  gateway: { handle(request: IncomingRequest): Promise<Reply> };
  health: ReturnType<typeof createHealth>;
  pages: PassThrough;
  backToBack: BackToBack;
};

const LATE_UPLOAD_MS = 10_000;

/** The public port: calls to the gateway and health are answered here, all else is the pages'. */
export function createListener({ gateway, health, pages, backToBack }: Parts): Server {
  const server = createServer({
    maxHeaderSize: 32 * 1024,
    requireHostHeader: true,
    insecureHTTPParser: false,
    joinDuplicateHeaders: false,
    keepAliveTimeout: 65_000,
    headersTimeout: 30_000,
    // Bodies are bounded by the gateway's own idle limit; a long upload is not a slow one.
    requestTimeout: 0,
  });

  async function answerCall(request: IncomingMessage, response: ServerResponse, call: IncomingRequest): Promise<void> {
    try {
      const reply = await gateway.handle(call);
      endUploadWith(request, response);
      const writing = writeReply(response, reply);
      if (writing instanceof Promise) await writing;
    } catch (cause) {
      failed(response, cause);
    }
  }

  async function answerOther(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      endUploadWith(request, response);
      if (path === "/api/health") await writeReply(response, health.live());
      else if (path === "/api/health/ready") await writeReply(response, await health.ready());
      else pages.handle(request, response);
    } catch (cause) {
      failed(response, cause);
    }
  }

  server.on("request", (request, response) => {
    const path = pathOf(request.url ?? "/");
    const headers = headerPairs(request.rawHeaders);
    if (hasRepeatedFraming(headers)) return refuseFraming(request.socket);
    if (path !== "/api/proxy" && !path.startsWith("/api/proxy/")) return void answerOther(path, request, response);
    const call = asIncomingRequest(request, response, headers);
    backToBack(() => void answerCall(request, response, call));
  });
  server.on("upgrade", (request, socket, head) => {
    if (pathOf(request.url ?? "/").startsWith("/api/")) refuseUpgrade(socket);
    else pages.upgrade(request, socket as Socket, head);
  });
  server.on("clientError", (cause: NodeJS.ErrnoException, socket: Socket) => refuseMalformed(cause, socket));
  return server;
}

function failed(response: ServerResponse, cause: unknown): void {
  reportError("A request ended unexpectedly.", {}, cause);
  response.destroy();
}

/** An answer may come before the upload's end; the rest is read and dropped for a while, so that the answer can be seen. */
function endUploadWith(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  response.once("finish", () => {
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, LATE_UPLOAD_MS).unref();
  });
}

function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

function refuseFraming(socket: Socket): void {
  socket.end(plain("400 Bad Request", "malformed_request", "Send one Host and at most one Content-Length field."));
}

function refuseUpgrade(socket: { end(text: string): unknown }): void {
  socket.end(
    plain(
      "426 Upgrade Required",
      "upgrade_unsupported",
      "Protocol upgrades are not relayed; call this path with HTTP/1.1.",
    ),
  );
}

function refuseMalformed(cause: NodeJS.ErrnoException, socket: Socket): void {
  if (cause.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLarge = cause.code === "HPE_HEADER_OVERFLOW";
  socket.end(
    isTooLarge
      ? plain("431 Request Header Fields Too Large", "headers_too_large", "The header fields together may have 32 kB.")
      : plain("400 Bad Request", "malformed_request", "The request is not well-formed HTTP/1.1 (RFC 9112)."),
  );
}

function plain(status: string, code: string, message: string): string {
  const body = JSON.stringify({ error: { message, type: "invalid_request_error", code, param: null } });
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
