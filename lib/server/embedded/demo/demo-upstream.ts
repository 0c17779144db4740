import { type ChatCompletionRequest, LLMock } from "@copilotkit/aimock";
import { type DemoQuestion, demoAnswer } from "./demo-answer";
import { demoEmbeddings } from "./demo-embeddings";
import { estimatedTokens } from "./estimated-tokens";

export type DemoUpstream = { port: number; stop(): Promise<void> };

const FIRST_TOKEN_MS = 20;
const TOKENS_PER_SECOND = 400;

/** A mock of the OpenAI and Anthropic APIs on loopback: any prompt gets an answer, with usage. */
export async function startDemoUpstream(options: { port: number }): Promise<DemoUpstream> {
  const mock = new LLMock({
    port: options.port,
    host: "127.0.0.1",
    logLevel: "silent",
    chunkSize: 12,
    journalMaxEntries: 50,
  });
  mock.mount("/v1/embeddings", demoEmbeddings);
  mock.on({ endpoint: "chat" }, reply, { streamingProfile: { ttft: FIRST_TOKEN_MS, tps: TOKENS_PER_SECOND } });
  await mock.start();
  return { port: mock.port, stop: () => mock.stop() };
}

function reply(request: ChatCompletionRequest) {
  const answer = demoAnswer(questionOf(request));
  const asked = estimatedTokens(JSON.stringify([request.messages, request.tools ?? []]));
  if ("toolCalls" in answer) {
    return { toolCalls: answer.toolCalls, usage: usage(asked, estimatedTokens(JSON.stringify(answer.toolCalls))) };
  }
  const limit = tokenLimit(request);
  const isCut = estimatedTokens(answer.text) > limit;
  const content = isCut ? answer.text.slice(0, limit * 4) : answer.text;
  return { content, finishReason: isCut ? "length" : "stop", usage: usage(asked, estimatedTokens(content)) };
}

/** Both dialects' limits: OpenAI renamed its own. */
function tokenLimit(request: ChatCompletionRequest): number {
  const limit = request.max_tokens ?? request.max_completion_tokens;
  return typeof limit === "number" && limit > 0 ? limit : Number.POSITIVE_INFINITY;
}

/** Without it the mock says zero in Anthropic's dialect; it translates these names itself. */
function usage(promptTokens: number, completionTokens: number) {
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens };
}

function questionOf(request: ChatCompletionRequest): DemoQuestion {
  const last = request.messages.at(-1);
  const asked = request.messages.findLast((message) => message.role === "user");
  return {
    model: request.model,
    prompt: textOf(asked?.content),
    toolResult: last?.role === "tool" ? textOf(last.content) : undefined,
    tools: (request.tools ?? []).map((tool) => ({
      name: tool.function.name,
      parameters: parameterNames(tool.function.parameters),
    })),
  };
}

function parameterNames(schema: unknown): string[] {
  const properties: unknown =
    typeof schema === "object" && schema !== null ? Reflect.get(schema, "properties") : undefined;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: { text?: unknown }) => (typeof part.text === "string" ? part.text : "")).join(" ");
}
