import type { IncomingMessage, ServerResponse } from "node:http";
import type { Mountable } from "@copilotkit/aimock";
import { z } from "zod";
import { estimatedTokens } from "./estimated-tokens";

const EmbeddingRequest = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  encoding_format: z.enum(["float", "base64"]).default("float"),
});

const DIMENSIONS = 64;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** OpenAI's embeddings endpoint. The mock library has one too, but it counts no tokens. */
export const demoEmbeddings: Mountable = {
  handleRequest: async (request, response) => {
    if (request.method !== "POST") return false;
    const parsed = EmbeddingRequest.safeParse(await readJson(request));
    if (!parsed.success) {
      send(response, 400, { error: { message: "`model` and `input` are required.", type: "invalid_request_error" } });
      return true;
    }
    const texts = [parsed.data.input].flat();
    const tokens = texts.reduce((sum, text) => sum + estimatedTokens(text), 0);
    const encode = parsed.data.encoding_format === "base64" ? asBase64 : (vector: number[]) => vector;
    send(response, 200, {
      object: "list",
      model: parsed.data.model,
      data: texts.map((text, index) => ({ object: "embedding", index, embedding: encode(embeddingOf(text)) })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
    return true;
  },
};

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    return { notJson: String(error) };
  }
}

/** Unit length, and a function of the text alone. */
function embeddingOf(text: string): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (let index = 0; index < text.length; index += 1) {
    const slot = (text.charCodeAt(index) * 31 + index) % DIMENSIONS;
    vector[slot] = (vector[slot] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function asBase64(vector: number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString("base64");
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
