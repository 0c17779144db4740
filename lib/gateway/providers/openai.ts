import { asObject, asText, type Dialect, type Endpoint } from "./dialect";
import { createOpenAiStreamReader, readOpenAiAnswer } from "./openai-usage";

const REASONING_MODEL = /^(?:o\d|gpt-5)/;

const common = {
  readAnswer: readOpenAiAnswer,
  createStreamReader: createOpenAiStreamReader,
  canAskForStreamUsage: false,
};

const endpoints: readonly Endpoint[] = [
  {
    ...common,
    path: "/chat/completions",
    requestType: "chat_completion",
    outputLimitFields: ["max_completion_tokens", "max_tokens"],
    outputLimitField: (model) => (REASONING_MODEL.test(model) ? "max_completion_tokens" : "max_tokens"),
    canAskForStreamUsage: true,
  },
  {
    ...common,
    path: "/responses",
    requestType: "responses",
    outputLimitFields: ["max_output_tokens"],
    outputLimitField: () => "max_output_tokens",
  },
  {
    ...common,
    path: "/completions",
    requestType: "text_completion",
    outputLimitFields: ["max_tokens"],
    outputLimitField: () => "max_tokens",
    canAskForStreamUsage: true,
  },
  { ...common, path: "/embeddings", requestType: "embedding", outputLimitFields: [], outputLimitField: () => null },
];

/** The OpenAI API and all that speak it. */
export const openai: Dialect = {
  name: "openai",
  isAi: true,
  priceProviderId: "openai",
  errorShape: "openai",
  credential: { header: "authorization", prefix: "Bearer " },
  forwardHeaders: [
    "openai-organization",
    "openai-project",
    "openai-beta",
    "idempotency-key",
    "x-stainless-helper-method",
  ],
  endpoints,
  endUser: (body) =>
    asText(body["user"]) ?? asText(body["safety_identifier"]) ?? asText(asObject(body["metadata"])?.["user_id"]),
  streamError: (code, message) =>
    `data: ${JSON.stringify({ error: { message, type: "api_error", code, param: null } })}\n\n`,
};
