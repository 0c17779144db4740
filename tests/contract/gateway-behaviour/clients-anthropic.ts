import Anthropic from "@anthropic-ai/sdk";
import { expect } from "vitest";
import { PIXEL } from "./clients-openai";
import type { Case, Place } from "./world";

const model = "claude-sonnet-5";
const messages = [{ role: "user" as const, content: "Say hello to the gateway." }];
const weather = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };

/** As its documentation says, with base URL and key changed. */
function client({ world, url }: Place, changes: { provider?: string; key?: string } = {}): Anthropic {
  const { provider = "demo-anthropic", key = world.key } = changes;
  return new Anthropic({ baseURL: `${url}/api/proxy/${provider}`, apiKey: key, maxRetries: 0 });
}

export const anthropic: readonly Case[] = [
  {
    title: "@anthropic-ai/sdk completes a message and reads the usage",
    async run(place) {
      const answer = await client(place).messages.create({ model, max_tokens: 200, messages });
      expect(answer.content[0]).toMatchObject({ type: "text" });
      expect(answer.usage.output_tokens).toBeGreaterThan(0);
    },
  },
  {
    title: "@anthropic-ai/sdk streams a message to its end",
    async run(place) {
      const final = await client(place).messages.stream({ model, max_tokens: 200, messages }).finalMessage();
      expect(final.stop_reason).toBe("end_turn");
      expect(final.content[0]).toMatchObject({ type: "text" });
    },
  },
  {
    title: "@anthropic-ai/sdk calls a tool and goes on with its result",
    async run(place) {
      const tools = [{ name: "get_weather", input_schema: weather }];
      const question = [{ role: "user" as const, content: "What is the weather in Lisbon? Use the tool." }];
      const first = await client(place).messages.create({ model, max_tokens: 200, messages: question, tools });
      const used = first.content.find((block) => block.type === "tool_use");
      if (used === undefined) throw new Error("The model called no tool.");
      expect(used.name).toBe("get_weather");
      const { id, name, input } = used;
      const answered = [
        ...question,
        { role: "assistant" as const, content: [{ type: "tool_use" as const, id, name, input }] },
        {
          role: "user" as const,
          content: [{ type: "tool_result" as const, tool_use_id: id, content: '{"celsius":21}' }],
        },
      ];
      const second = await client(place).messages.create({ model, max_tokens: 200, messages: answered, tools });
      expect(second.content.some((block) => block.type === "text")).toBe(true);
    },
  },
  {
    title: "@anthropic-ai/sdk sends an image",
    async run(place) {
      const source = { type: "base64" as const, media_type: "image/png" as const, data: PIXEL };
      const content = [
        { type: "image" as const, source },
        { type: "text" as const, text: "What is in this picture?" },
      ];
      const asked = { model, max_tokens: 200, messages: [{ role: "user" as const, content }] };
      const answer = await client(place).messages.create(asked);
      expect(answer.content[0]).toMatchObject({ type: "text" });
    },
  },
  {
    title: "@anthropic-ai/sdk raises its own error class for each refusal",
    async run(place) {
      const spent = await place.world.createKey({ rate_limit_requests: 1, rate_limit_window_ms: 86_400_000 });
      await client(place, { key: spent }).messages.create({ model, max_tokens: 20, messages });
      const refused = [
        [client(place, { key: "slc_live_wrong" }), model, Anthropic.AuthenticationError, 401],
        [client(place, { provider: "nowhere" }), model, Anthropic.NotFoundError, 404],
        [client(place, { key: spent }), model, Anthropic.RateLimitError, 429],
        [client(place), "made-up", Anthropic.APIError, 402],
      ] as const;
      for (const [caller, asked, kind, status] of refused) {
        const attempt = caller.messages.create({ model: asked, max_tokens: 20, messages });
        await expect(attempt).rejects.toBeInstanceOf(kind);
        await expect(attempt).rejects.toMatchObject({ status, error: { type: "error" } });
      }
    },
  },
];
