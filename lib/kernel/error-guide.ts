import type { GatewayErrorCode, StreamErrorCode } from "./errors";

/** Why a call was refused under a code, and what mends it. */
type Guide = { why: string; mend: string };

export const ERROR_GUIDE = {
  malformed_request: {
    why: "The head of the request holds something that no provider should see, such as an API key in the address, or too many tags.",
    mend: "Send the key in a header, at most 10 tags of 64 characters, and no repeated fields.",
  },
  malformed_body: {
    why: "The body is no JSON object, names a key twice, or lacks what the operation needs, such as `model`.",
    mend: "The message names the position. Send valid UTF-8 JSON with each key once.",
  },
  path_not_allowed: {
    why: "The path holds dot segments, double slashes, backslashes, control characters or broken escapes.",
    mend: "Send the plain path of the provider's API behind /api/proxy/<provider>/.",
  },
  ambiguous_credentials: {
    why: "Two credentials that differ were sent, for instance in Authorization and in x-api-key.",
    mend: "Send one of them. SDKs often add their own header: set it to the same key.",
  },
  request_too_large_for_limit: {
    why: "The input alone is more than a token limit ever lets through at once. Waiting does not help.",
    mend: "Send a shorter input, or have the limit in sluice.rule raised.",
  },
  key_missing: { why: "No API key was sent.", mend: "Send `Authorization: Bearer slc_live_...` or `x-api-key`." },
  key_invalid: {
    why: "The text is no key of this installation. Keys end in a checksum, so a lost character is found at once.",
    mend: "Copy all 45 characters, or create a key in the dashboard.",
  },
  key_expired: { why: "The key had an end, and it has passed.", mend: "Ask your team for a new key or a later end." },
  key_revoked: { why: "The key was revoked or deleted for good.", mend: "Use another key." },
  key_disabled: { why: "The key is switched off.", mend: "Ask your team to enable it." },
  budget_exceeded: {
    why: "A hard budget has no room for what this call may cost. sluice.rule names it, with what is spent and held.",
    mend: "Wait for resets_at, bound the output with max_tokens, or ask your team to raise the budget.",
  },
  credits_exhausted: {
    why: "The workspace pays ahead, and what is left does not cover this call.",
    mend: "Ask your team to buy credit; it counts from the very next call. GET /api/proxy/quota says what is left.",
  },
  model_unpriced: {
    why: "What this call would cost is unknown, and the key blocks such calls so that no budget is passed by.",
    mend: "Check the model's name, or have the key's policy set to allow_and_alarm or floor_price.",
  },
  ip_not_allowed: { why: "The key or a rule does not allow your address.", mend: "Ask your team to allow it." },
  geo_blocked: { why: "A rule does not allow the country of your address.", mend: "Ask your team to allow it." },
  model_not_allowed: {
    why: "The key or a rule does not allow this model.",
    mend: "Use a model that it allows, or ask your team to add this one.",
  },
  provider_not_allowed: { why: "The provider is switched off.", mend: "Ask your team to switch it on." },
  scope_denied: {
    why: "The key has no scope for this operation; the message names the missing one.",
    mend: "Ask your team to add the scope to the key.",
  },
  subject_blocked: {
    why: "The key's team or the end user of the call is blocked.",
    mend: "Ask your administrators to lift the block.",
  },
  workspace_frozen: { why: "The team has stopped all calls of the workspace.", mend: "Wait until it lets them go on." },
  project_frozen: { why: "The team has stopped all calls of the project.", mend: "Wait until it lets them go on." },
  provider_not_found: {
    why: "The first segment of the path names no provider that this key may call.",
    mend: "The message lists those that it may.",
  },
  model_not_found: {
    why: "The model is not named as provider/model at the OpenAI-shaped front, or no credential serves it.",
    mend: "Name a provider of the message's list before the slash.",
  },
  method_not_allowed: { why: "The method is not one that APIs use here.", mend: "Use one of the Allow header." },
  body_timeout: { why: "The body came too slowly, or you left before it was there.", mend: "Send it again." },
  idempotency_conflict: {
    why: "The idempotency key was used with another request.",
    mend: "Use a new key for a new request.",
  },
  body_too_large: { why: "The body is larger than the gateway takes.", mend: "Send less; 25 MB is the usual bound." },
  encoding_unsupported: {
    why: "The body is compressed, and the gateway must read it to count it.",
    mend: "Send it without Content-Encoding.",
  },
  upgrade_unsupported: {
    why: "The gateway does not switch protocols.",
    mend: "Use the API's streaming over HTTP.",
  },
  rate_limited: {
    why: "A limit is used up. sluice.rule names it; RateLimit and x-ratelimit-* tell where each limit stands.",
    mend: "Wait as Retry-After says. A refused call counts against nothing.",
  },
  concurrency_limited: {
    why: "As many calls as the limit allows are running.",
    mend: "Try again once one of yours has ended.",
  },
  headers_too_large: { why: "The header fields are too large.", mend: "Send fewer or shorter ones." },
  internal_error: {
    why: "The gateway failed on this call.",
    mend: "Try again; the operators find it by sluice.request_id.",
  },
  upstream_blocked: {
    why: "The provider's address is private or reserved, and the gateway does not call it.",
    mend: "Operators may list it in SLUICE_PRIVATE_UPSTREAMS.",
  },
  upstream_unreachable: {
    why: "The provider could not be reached, or ended its answer before it was complete.",
    mend: "Try again shortly, or check the provider's address.",
  },
  upstream_credentials_exhausted: {
    why: "The provider refused every credential that fits this call.",
    mend: "Ask your team to check the provider's credentials.",
  },
  ledger_unavailable: {
    why: "The store that counts calls does not answer, and nothing passes uncounted.",
    mend: "Try again shortly. It is never your key.",
  },
  config_unavailable: {
    why: "The rules of your key cannot be read, or change faster than they are read.",
    mend: "Try again shortly.",
  },
  backlog_full: {
    why: "More calls wait to be recorded than the gateway may keep while its store is away.",
    mend: "Try again shortly.",
  },
  upstream_timeout: {
    why: "The provider did not begin its answer within its timeout.",
    mend: "Try again, or have the provider's timeout raised.",
  },
  budget_stopped: {
    why: "In a stream: a budget or limit has no room for more, so the answer ends here. What came so far is counted.",
    mend: "Have the budget raised, or bound the answer with max_tokens.",
  },
  upstream_cut: {
    why: "In a stream: the provider ended the answer before it was complete.",
    mend: "Ask again. What came so far is counted, marked as estimated.",
  },
} as const satisfies Record<GatewayErrorCode | StreamErrorCode, Guide>;
