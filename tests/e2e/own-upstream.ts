import { createServer, type ServerResponse } from "node:http";

export type OwnUpstream = {
  /** Ends every stream with its usage. */
  finish(): void;
  stop(): Promise<void>;
};

const CHUNK = { id: "c", object: "chat.completion.chunk", model: "gpt-4o-mini" };
const line = (fields: object) => `data: ${JSON.stringify({ ...CHUNK, ...fields })}\n\n`;

/** An upstream that begins a stream and says no more until it is told to. */
export async function startOwnUpstream(port: number): Promise<OwnUpstream> {
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(line({ choices: [{ index: 0, delta: { role: "assistant", content: "Hold on" } }] }));
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    finish() {
      for (const response of open) {
        response.write(line({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
        response.write(line({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } }));
        response.end("data: [DONE]\n\n");
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
