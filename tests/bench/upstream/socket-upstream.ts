import { createServer, type Socket } from "node:net";
import { CHAT_ANSWER, streamEvents } from "@/tests/bench/payload";

/** Between two events of a stream. */
export const STREAM_EVENT_EVERY_MS = 20;
const STREAM_PIECES = 20;

const HEAD_END = Buffer.from("\r\n\r\n");
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(CHAT_ANSWER)}\r\n\r\n${CHAT_ANSWER}`,
);
const STREAM_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/**
 * An upstream without an HTTP library: it finds the end of a request and writes bytes that were made before. Bodies that
 * ask for a stream get one event every 20 ms, the first at once.
 */
export function startSocketUpstream(port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    // A contender that is stopped resets its connections.
    socket.on("error", () => socket.destroy());
    answerRequests(socket);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", 1_024, () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : port,
        stop: async () => {
          for (const socket of sockets) socket.destroy();
          await new Promise((done) => server.close(done));
        },
      });
    });
  });
}

function answerRequests(socket: Socket): void {
  let buffered: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    for (let end = endOfRequest(buffered); end !== -1; end = endOfRequest(buffered)) {
      const isStream = buffered.subarray(0, end).includes('"stream":true');
      buffered = buffered.subarray(end);
      if (isStream) writeStream(socket);
      else socket.write(ANSWER);
    }
  });
}

/** Where the first request ends, -1 while it is incomplete. The contenders send a length or chunks. */
function endOfRequest(bytes: Buffer): number {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return -1;
  const head = bytes.toString("latin1", 0, headEnd);
  const bodyStart = headEnd + HEAD_END.length;
  if (/transfer-encoding: *chunked/i.test(head)) {
    const last = bytes.indexOf("0\r\n\r\n", bodyStart, "latin1");
    return last === -1 ? -1 : last + 5;
  }
  const end = bodyStart + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length >= end ? end : -1;
}

const EVENTS = streamEvents(STREAM_PIECES).map((event) => `${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`);

function writeStream(socket: Socket): void {
  socket.write(STREAM_HEAD + EVENTS[0]);
  let next = 1;
  const timer = setInterval(() => {
    const event = EVENTS[next];
    next += 1;
    if (event !== undefined && !socket.destroyed) {
      socket.write(event);
      return;
    }
    clearInterval(timer);
    if (!socket.destroyed) socket.write("0\r\n\r\n");
  }, STREAM_EVENT_EVERY_MS);
}
