import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Dispatcher, Pool } from "undici";

/** The least that Node needs to pass a request on: node:http in front, an undici pool behind, nothing between. */
export function startBareProxy(origins: {
  chat: string;
  stream: string;
}): Promise<{ port: number; stop(): Promise<void> }> {
  const pools = {
    chat: new Pool(origins.chat, { pipelining: 1 }),
    stream: new Pool(origins.stream, { pipelining: 1 }),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const isStream = path.startsWith("/stream/");
    pass(isStream ? pools.stream : pools.chat, path.slice(isStream ? 7 : 5), request, response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : 0,
        stop: async () => {
          server.closeAllConnections();
          await Promise.all([pools.chat.destroy(), pools.stream.destroy()]);
        },
      });
    });
  });
}

const NOT_PASSED = new Set(["host", "connection", "content-length", "transfer-encoding", "authorization"]);

function pass(pool: Pool, path: string, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const [only] = chunks;
    const body = chunks.length === 1 && only ? only : Buffer.concat(chunks);
    const headers: string[] = [];
    for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
      const name = request.rawHeaders[index] ?? "";
      if (!NOT_PASSED.has(name.toLowerCase())) headers.push(name, request.rawHeaders[index + 1] ?? "");
    }
    pool.dispatch({ path, method: "POST", headers, body }, handlerFor(response));
  });
}

function handlerFor(response: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart: () => undefined,
    onResponseStart(controller, status) {
      const raw = controller.rawHeaders;
      const headers = Array.isArray(raw) ? raw.map((text) => String(text)) : [];
      response.writeHead(status, withoutConnection(headers));
    },
    onResponseData: (_controller, chunk) => void response.write(chunk),
    onResponseEnd: () => void response.end(),
    onResponseError: () => void response.destroy(),
  };
}

function withoutConnection(headers: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? "";
    if (!/^(?:connection|keep-alive|transfer-encoding)$/i.test(name)) kept.push(name, headers[index + 1] ?? "");
  }
  return kept;
}
