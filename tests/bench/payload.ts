/** What every contender is asked, and what the upstream answers. */
export const MODEL = "gpt-4o-mini";
export const CHAT_PATH = "/chat/completions";

const MESSAGES = [
  { role: "system", content: "You answer in one short sentence." },
  { role: "user", content: "How many legs has a spider, and how many has an ant? Say it in plain words, please." },
];

export const CHAT_REQUEST = JSON.stringify({ model: MODEL, messages: MESSAGES, max_tokens: 64 });
export const STREAM_REQUEST = JSON.stringify({
  model: MODEL,
  messages: MESSAGES,
  max_tokens: 64,
  stream: true,
  stream_options: { include_usage: true },
});

const USAGE = { prompt_tokens: 38, completion_tokens: 14, total_tokens: 52 };

export const CHAT_ANSWER = JSON.stringify({
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 1_760_000_000,
  model: MODEL,
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "A spider has eight legs, and an ant has six of them." },
      finish_reason: "stop",
    },
  ],
  usage: USAGE,
});

/** Pieces of a streamed answer, one event each, the end included. */
export function streamEvents(pieces: number): string[] {
  const event = (choices: unknown[], usage: unknown) =>
    `data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1_760_000_000, model: MODEL, choices, usage })}\n\n`;
  const texts = Array.from({ length: pieces }, () =>
    event([{ index: 0, delta: { content: "word " }, finish_reason: null }], null),
  );
  return [
    ...texts,
    event([{ index: 0, delta: {}, finish_reason: "stop" }], null),
    event([], USAGE),
    "data: [DONE]\n\n",
  ];
}
