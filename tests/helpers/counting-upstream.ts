import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

export type CountingUpstream = {
  port: number;
  /** How often each end user (`user` in the body) reached this upstream. */
  hits: ReadonlyMap<string, number>;
  stop(): Promise<void>;
};

const USAGE = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

/** An OpenAI-shaped upstream of ours that counts what arrives; every third answer is a stream where one was asked for. */
export async function startCountingUpstream(): Promise<CountingUpstream> {
  const hits = new Map<string, number>();
  const server = createServer((request, response) => {
    void answer(request, response, hits);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The upstream has no port.");
  return {
    port: address.port,
    hits,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, hits: Map<string, number>): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as { user: string; stream?: boolean };
  const count = (hits.get(body.user) ?? 0) + 1;
  hits.set(body.user, count);
  await delay(hits.size % 15);
  if (body.stream === true) await stream(response, body.user);
  else {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...head(body.user, "chat.completion"), choices: [choice("message")], usage: USAGE }));
  }
}

/** End users named `slow-…` wait two seconds for the last of their five events. */
async function stream(response: ServerResponse, user: string): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let index = 0; index < 5; index += 1) {
    response.write(
      `data: ${JSON.stringify({ ...head(user, "chat.completion.chunk"), choices: [choice("delta")] })}\n\n`,
    );
    await delay(user.startsWith("slow-") ? 400 : 2);
  }
  response.write(`data: ${JSON.stringify({ ...head(user, "chat.completion.chunk"), choices: [], usage: USAGE })}\n\n`);
  response.end("data: [DONE]\n\n");
}

function head(user: string, object: string): Record<string, unknown> {
  return { id: `chatcmpl-${user}`, object, created: 1_700_000_000, model: "gpt-4o-mini" };
}

function choice(field: "message" | "delta"): Record<string, unknown> {
  return {
    index: 0,
    finish_reason: field === "message" ? "stop" : null,
    [field]: { role: "assistant", content: "counted " },
  };
}
