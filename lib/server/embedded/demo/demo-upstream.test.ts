import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoUpstream, startDemoUpstream } from "./demo-upstream";

let upstream: DemoUpstream;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  upstream = await startDemoUpstream({ port: 0 });
  openai = new OpenAI({ baseURL: `http://127.0.0.1:${upstream.port}/v1`, apiKey: "demo", maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: `http://127.0.0.1:${upstream.port}`, apiKey: "demo", maxRetries: 0 });
});
afterAll(() => upstream.stop());

async function collected<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

const hello = [{ role: "user" as const, content: "Why is the sky blue?" }];
const weather = [{ role: "user" as const, content: "What is the weather in Lisbon?" }];
const parameters = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };

describe("OpenAI's API", () => {
  const tools = [{ type: "function" as const, function: { name: "get_weather", parameters } }];

  it("answers any prompt with text and usage, the same each time", async () => {
    const ask = () => openai.chat.completions.create({ model: "gpt-4o-mini", messages: hello });
    const [first, second] = [await ask(), await ask()];
    expect(first.choices[0]?.message.content).toContain("Why is the sky blue?");
    expect(second.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
    expect(first.usage?.prompt_tokens).toBeGreaterThan(0);
    expect(first.usage?.completion_tokens).toBeGreaterThan(0);
  });

  it("streams in several chunks and ends with usage when asked to", async () => {
    const stream = await openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages: hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collected(stream);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
    expect(text).toContain("Why is the sky blue?");
    expect(chunks.length).toBeGreaterThan(5);
    const usage = chunks.at(-1)?.usage;
    expect(usage?.prompt_tokens).toBeGreaterThan(0);
    expect(usage?.completion_tokens).toBeGreaterThan(0);
  });

  it("calls a tool that fits the prompt, and takes its result", async () => {
    const called = await openai.chat.completions.create({ model: "gpt-4o-mini", messages: weather, tools });
    const message = called.choices[0]?.message;
    const call = message?.tool_calls?.[0];
    if (message === undefined || call?.type !== "function") throw new Error("no tool call");
    expect(call.function).toEqual({ name: "get_weather", arguments: '{"city":"Lisbon"}' });
    expect(called.choices[0]?.finish_reason).toBe("tool_calls");

    const result = { role: "tool" as const, tool_call_id: call.id, content: "21 degrees" };
    const told = await openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages: [...weather, message, result],
      tools,
    });
    expect(told.choices[0]?.message.content).toContain("21 degrees");
  });

  it("stops at the caller's limit of tokens and says so", async () => {
    const answer = await openai.chat.completions.create({ model: "gpt-4o-mini", messages: hello, max_tokens: 5 });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(5);
  });

  it("calls no tool that has nothing to do with the prompt", async () => {
    const answer = await openai.chat.completions.create({ model: "gpt-4o-mini", messages: hello, tools });
    expect(answer.choices[0]?.message.tool_calls ?? []).toEqual([]);
  });

  it("lists models and makes embeddings", async () => {
    expect((await openai.models.list()).data.length).toBeGreaterThan(0);
    const answer = await openai.embeddings.create({
      model: "text-embedding-3-small",
      input: "one",
    });
    expect(answer.data[0]?.embedding.length).toBe(64);
    expect(answer.usage.prompt_tokens).toBeGreaterThan(0);
  });
});

describe("Anthropic's API", () => {
  const ask = { model: "claude-haiku-4-5", max_tokens: 500 };
  const tools = [{ name: "get_weather", input_schema: parameters }];

  it("answers with text and usage", async () => {
    const answer = await anthropic.messages.create({ ...ask, messages: hello });
    expect(answer.content[0]).toMatchObject({ type: "text", text: expect.stringContaining("Why is the sky blue?") });
    expect(answer.usage.input_tokens).toBeGreaterThan(0);
    expect(answer.usage.output_tokens).toBeGreaterThan(0);
  });

  it("streams with usage at both ends", async () => {
    const events = await collected(await anthropic.messages.create({ ...ask, messages: hello, stream: true }));
    const start = events.find((event) => event.type === "message_start");
    const end = events.find((event) => event.type === "message_delta");
    expect(start?.message.usage.input_tokens).toBeGreaterThan(0);
    expect(end?.usage.output_tokens).toBeGreaterThan(0);
    expect(events.filter((event) => event.type === "content_block_delta").length).toBeGreaterThan(5);
  });

  it("calls a tool and takes its result", async () => {
    const called = await anthropic.messages.create({ ...ask, messages: weather, tools });
    const call = called.content.find((block) => block.type === "tool_use");
    if (call === undefined) throw new Error("no tool call");
    expect(call).toMatchObject({ name: "get_weather", input: { city: "Lisbon" } });
    const result = { type: "tool_result" as const, tool_use_id: call.id, content: "21 degrees" };
    const told = await anthropic.messages.create({
      ...ask,
      messages: [...weather, { role: "assistant", content: called.content }, { role: "user", content: [result] }],
      tools,
    });
    expect(told.content[0]).toMatchObject({ type: "text", text: expect.stringContaining("21 degrees") });
  });
});
