import { createAnthropicStreamReader, readAnthropicAnswer } from "./anthropic-usage";
import { asObject, asText, type Dialect, type Endpoint } from "./dialect";

const messages: Endpoint = {
  path: "/messages",
  requestType: "chat_completion",
  outputLimitFields: ["max_tokens"],
  outputLimitField: () => "max_tokens",
  canAskForStreamUsage: false,
  readAnswer: readAnthropicAnswer,
  createStreamReader: createAnthropicStreamReader,
};

/** The Anthropic Messages API. */
export const anthropic: Dialect = {
  name: "anthropic",
  isAi: true,
  priceProviderId: "anthropic",
  errorShape: "anthropic",
  credential: { header: "x-api-key", prefix: "" },
  forwardHeaders: [
    "anthropic-version",
    "anthropic-beta",
    "anthropic-dangerous-direct-browser-access",
    "idempotency-key",
  ],
  endpoints: [messages],
  endUser: (body) => asText(asObject(body["metadata"])?.["user_id"]),
  streamError: (code, message) =>
    `event: error\ndata: ${JSON.stringify({ type: "error", error: { type: "api_error", message, code } })}\n\n`,
};
