import OpenAI from "openai";
import { expect } from "vitest";
import type { Case, Place } from "./world";

const model = "gpt-4o-mini";
const messages = [{ role: "user" as const, content: "Say hello to the gateway." }];
const weather = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };
/** A red pixel. */
export const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/** As its documentation says, with base URL and key changed. */
function client({ world, url }: Place, changes: { provider?: string; key?: string } = {}): OpenAI {
  const { provider = "demo", key = world.key } = changes;
  return new OpenAI({ baseURL: `${url}/api/proxy/${provider}`, apiKey: key, maxRetries: 0 });
}

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  return await attempt.then(
    () => expect.unreachable("The call passed."),
    (cause: unknown) => cause,
  );
}

export const openai: readonly Case[] = [
  {
    title: "openai completes a chat and reads the usage",
    async run(place) {
      const answer = await client(place).chat.completions.create({ model, messages });
      expect(answer.choices[0]?.message.content).toMatch(/\w/);
      expect(answer.usage?.total_tokens).toBeGreaterThan(0);
    },
  },
  {
    title: "openai streams a chat to its end",
    async run(place) {
      let text = "";
      let finish: string | null = null;
      for await (const chunk of await client(place).chat.completions.create({ model, messages, stream: true })) {
        text += chunk.choices[0]?.delta.content ?? "";
        finish = chunk.choices[0]?.finish_reason ?? finish;
      }
      expect([finish, text]).toEqual(["stop", expect.stringMatching(/\w/)]);
    },
  },
  {
    title: "openai receives a usage chunk in a stream when it asks for one",
    async run(place) {
      const asked = { model, messages, stream: true as const, stream_options: { include_usage: true } };
      let tokens = 0;
      for await (const chunk of await client(place).chat.completions.create(asked)) {
        tokens = chunk.usage?.total_tokens ?? tokens;
      }
      expect(tokens).toBeGreaterThan(0);
    },
  },
  {
    title: "openai calls a tool and goes on with its result",
    async run(place) {
      const tools = [{ type: "function" as const, function: { name: "get_weather", parameters: weather } }];
      const question = [{ role: "user" as const, content: "What is the weather in Lisbon? Use the tool." }];
      const first = await client(place).chat.completions.create({ model, messages: question, tools });
      const used = first.choices[0]?.message.tool_calls?.[0];
      if (used?.type !== "function") throw new Error("The model called no function.");
      expect(used.function.name).toBe("get_weather");
      const answered = [
        ...question,
        { role: "assistant" as const, content: null, tool_calls: [used] },
        { role: "tool" as const, tool_call_id: used.id, content: '{"celsius":21}' },
      ];
      const second = await client(place).chat.completions.create({ model, messages: answered, tools });
      expect(second.choices[0]?.message.content).toMatch(/\w/);
    },
  },
  {
    title: "openai sends an image",
    async run(place) {
      const content = [
        { type: "text" as const, text: "What is in this picture?" },
        { type: "image_url" as const, image_url: { url: `data:image/png;base64,${PIXEL}` } },
      ];
      const answer = await client(place).chat.completions.create({ model, messages: [{ role: "user", content }] });
      expect(answer.choices[0]?.message.content).toMatch(/\w/);
    },
  },
  {
    title: "openai reaches the same provider through the OpenAI-shaped front",
    async run(place) {
      const front = client(place, { provider: "v1" });
      const answer = await front.chat.completions.create({ model: "demo/gpt-4o-mini", messages });
      expect(answer.choices[0]?.message.content).toMatch(/\w/);
    },
  },
  {
    title: "openai raises its own error class for each refusal",
    async run(place) {
      const { world } = place;
      const spent = await world.createKey({ rate_limit_requests: 1, rate_limit_window_ms: 86_400_000 });
      await client(place, { key: spent }).models.list();
      const refused = [
        [client(place, { key: "slc_live_wrong" }), model, OpenAI.AuthenticationError, 401, "key_invalid"],
        [client(place, { provider: "nowhere" }), model, OpenAI.NotFoundError, 404, "provider_not_found"],
        [client(place, { key: spent }), model, OpenAI.RateLimitError, 429, "rate_limited"],
        [client(place, { provider: "down" }), model, OpenAI.InternalServerError, 502, "upstream_unreachable"],
        [client(place), "made-up", OpenAI.APIError, 402, "model_unpriced"],
      ] as const;
      for (const [caller, asked, kind, status, code] of refused) {
        const error = await failure(caller.chat.completions.create({ model: asked, messages }));
        expect(error).toBeInstanceOf(kind);
        expect(error).toMatchObject({ status, code });
      }
    },
  },
];
