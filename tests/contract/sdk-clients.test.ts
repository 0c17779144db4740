import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../helpers/stack";

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 180_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

const weatherParameters = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };

describe("the stock openai client, with only base URL and key changed", () => {
  const client = () =>
    new OpenAI({ baseURL: `${stack.demo.url}/api/proxy/demo`, apiKey: stack.demo.key, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "Say hello to the gateway." }];

  it("completes a chat and reads the usage", async () => {
    const answer = await client().chat.completions.create({ model: "gpt-4o-mini", messages });
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
  });

  it("streams a chat to its end", async () => {
    const stream = await client().chat.completions.create({ model: "gpt-4o-mini", messages, stream: true });
    let text = "";
    let finish: string | null = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(text).toMatch(/\w/);
    expect(finish).toBe("stop");
  });

  it("receives a usage chunk in a stream when it asks for one", async () => {
    const stream = await client().chat.completions.create({
      model: "gpt-4o-mini",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let tokens = 0;
    for await (const chunk of stream) tokens = chunk.usage?.total_tokens ?? tokens;
    expect(tokens).toBeGreaterThan(0);
  });

  it("calls a tool and goes on with its result", async () => {
    const tools = [{ type: "function" as const, function: { name: "get_weather", parameters: weatherParameters } }];
    const question = [{ role: "user" as const, content: "What is the weather in Lisbon? Use the tool." }];
    const first = await client().chat.completions.create({ model: "gpt-4o-mini", messages: question, tools });
    const call = first.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== "function") throw new Error("The model called no function.");
    expect(call.function.name).toBe("get_weather");
    const second = await client().chat.completions.create({
      model: "gpt-4o-mini",
      messages: [
        ...question,
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: call.id, content: '{"celsius":21}' },
      ],
      tools,
    });
    expect(second.choices[0]?.message.content).toMatch(/\w/);
  });

  it("reaches the same provider through the OpenAI-shaped front", async () => {
    const front = new OpenAI({ baseURL: `${stack.demo.url}/api/proxy/v1`, apiKey: stack.demo.key, maxRetries: 0 });
    const answer = await front.chat.completions.create({ model: "demo/gpt-4o-mini", messages });
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
  });

  it("raises its own AuthenticationError for a wrong key", async () => {
    const wrong = new OpenAI({ baseURL: `${stack.demo.url}/api/proxy/demo`, apiKey: "slc_live_wrong", maxRetries: 0 });
    const attempt = wrong.chat.completions.create({ model: "gpt-4o-mini", messages });
    await expect(attempt).rejects.toMatchObject({ status: 401, code: "key_invalid" });
    await expect(attempt).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});

describe("the stock @anthropic-ai/sdk client, with only base URL and key changed", () => {
  const client = () =>
    new Anthropic({ baseURL: `${stack.demo.url}/api/proxy/demo-anthropic`, apiKey: stack.demo.key, maxRetries: 0 });
  const model = "claude-sonnet-5";
  const messages = [{ role: "user" as const, content: "Say hello to the gateway." }];

  it("completes a message and reads the usage", async () => {
    const answer = await client().messages.create({ model, max_tokens: 200, messages });
    expect(answer.content[0]).toMatchObject({ type: "text" });
    expect(answer.usage.output_tokens).toBeGreaterThan(0);
  });

  it("streams a message to its end", async () => {
    const final = await client().messages.stream({ model, max_tokens: 200, messages }).finalMessage();
    expect(final.stop_reason).toBe("end_turn");
    expect(final.content[0]).toMatchObject({ type: "text" });
  });

  it("calls a tool and goes on with its result", async () => {
    const tools = [{ name: "get_weather", input_schema: weatherParameters }];
    const question = [{ role: "user" as const, content: "What is the weather in Lisbon? Use the tool." }];
    const first = await client().messages.create({ model, max_tokens: 200, messages: question, tools });
    const call = first.content.find((block) => block.type === "tool_use");
    if (call === undefined) throw new Error("The model called no tool.");
    expect(call.name).toBe("get_weather");
    const second = await client().messages.create({
      model,
      max_tokens: 200,
      messages: [
        ...question,
        { role: "assistant", content: [{ type: "tool_use", id: call.id, name: call.name, input: call.input }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: '{"celsius":21}' }] },
      ],
      tools,
    });
    expect(second.content.some((block) => block.type === "text")).toBe(true);
  });

  it("raises its own AuthenticationError for a wrong key", async () => {
    const wrong = new Anthropic({
      baseURL: `${stack.demo.url}/api/proxy/demo-anthropic`,
      apiKey: "slc_live_wrong",
      maxRetries: 0,
    });
    const attempt = wrong.messages.create({ model, max_tokens: 200, messages });
    await expect(attempt).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
  });
});
