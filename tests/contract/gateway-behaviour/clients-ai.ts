import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, generateText, isStepCount, type LanguageModel, streamText, tool } from "ai";
import { expect } from "vitest";
import { z } from "zod";
import { PIXEL } from "./clients-openai";
import type { Case, Place } from "./world";

const prompt = "Say hello to the gateway.";

/** As its documentation says, with base URL and key changed. */
function models({ world, url }: Place, key = world.key): LanguageModel[] {
  const openai = createOpenAI({ baseURL: `${url}/api/proxy/demo`, apiKey: key });
  const anthropic = createAnthropic({ baseURL: `${url}/api/proxy/demo-anthropic/v1`, apiKey: key });
  return [openai.chat("gpt-4o-mini"), anthropic("claude-sonnet-5")];
}

export const vercelAi: readonly Case[] = [
  {
    title: "the Vercel AI SDK completes a chat through both dialects and reads the usage",
    async run(place) {
      for (const model of models(place)) {
        const answer = await generateText({ model, prompt, maxRetries: 0 });
        expect(answer.text).toMatch(/\w/);
        expect(answer.usage.outputTokens).toBeGreaterThan(0);
      }
    },
  },
  {
    title: "the Vercel AI SDK streams a chat through both dialects to its end",
    async run(place) {
      for (const model of models(place)) {
        const answer = streamText({ model, prompt, maxRetries: 0 });
        let text = "";
        for await (const piece of answer.textStream) text += piece;
        expect([await answer.finishReason, text]).toEqual(["stop", expect.stringMatching(/\w/)]);
      }
    },
  },
  {
    title: "the Vercel AI SDK calls a tool through both dialects and goes on with its result",
    async run(place) {
      for (const model of models(place)) {
        const cities: string[] = [];
        const weather = tool({
          description: "The weather of a city",
          inputSchema: z.object({ city: z.string() }),
          execute: async ({ city }) => {
            cities.push(city);
            return { celsius: 21 };
          },
        });
        const answer = await generateText({
          model,
          prompt: "What is the weather in Lisbon? Use the tool.",
          tools: { get_weather: weather },
          stopWhen: isStepCount(2),
          maxRetries: 0,
        });
        expect(cities).toHaveLength(1);
        expect(answer.text).toMatch(/\w/);
      }
    },
  },
  {
    title: "the Vercel AI SDK sends an image through both dialects",
    async run(place) {
      for (const model of models(place)) {
        const content = [
          { type: "text" as const, text: "What is this?" },
          { type: "image" as const, image: Buffer.from(PIXEL, "base64"), mediaType: "image/png" },
        ];
        const answer = await generateText({ model, messages: [{ role: "user", content }], maxRetries: 0 });
        expect(answer.text).toMatch(/\w/);
      }
    },
  },
  {
    title: "the Vercel AI SDK raises its own APICallError for a wrong key",
    async run(place) {
      for (const model of models(place, "slc_live_wrong")) {
        const attempt = generateText({ model, prompt, maxRetries: 0 });
        await expect(attempt).rejects.toSatisfy((cause) => APICallError.isInstance(cause) && cause.statusCode === 401);
      }
    },
  },
];
