/** Whether a caller may try again, and after what. */
type Retry = "never" | "later" | "after_reset";

type ErrorFacts = { status: number; retry: Retry; title: string };

/** Refusals and failures of the proxy: the closed union, with status (RFC 9110), retry advice and a stable title. */
export const GATEWAY_ERRORS = {
  malformed_request: { status: 400, retry: "never", title: "Malformed request" },
  malformed_body: { status: 400, retry: "never", title: "Malformed body" },
  path_not_allowed: { status: 400, retry: "never", title: "Path not allowed" },
  ambiguous_credentials: { status: 400, retry: "never", title: "Ambiguous credentials" },
  request_too_large_for_limit: { status: 400, retry: "never", title: "Request too large for its limit" },
  key_missing: { status: 401, retry: "never", title: "API key missing" },
  key_invalid: { status: 401, retry: "never", title: "API key invalid" },
  key_expired: { status: 401, retry: "never", title: "API key expired" },
  key_revoked: { status: 401, retry: "never", title: "API key revoked" },
  key_disabled: { status: 401, retry: "never", title: "API key disabled" },
  budget_exceeded: { status: 402, retry: "after_reset", title: "Budget exceeded" },
  credits_exhausted: { status: 402, retry: "never", title: "Credits exhausted" },
  model_unpriced: { status: 402, retry: "never", title: "Model has no price" },
  ip_not_allowed: { status: 403, retry: "never", title: "Address not allowed" },
  geo_blocked: { status: 403, retry: "never", title: "Region not allowed" },
  model_not_allowed: { status: 403, retry: "never", title: "Model not allowed" },
  provider_not_allowed: { status: 403, retry: "never", title: "Provider not allowed" },
  scope_denied: { status: 403, retry: "never", title: "Scope denied" },
  subject_blocked: { status: 403, retry: "never", title: "Subject blocked" },
  workspace_frozen: { status: 403, retry: "never", title: "Workspace frozen" },
  project_frozen: { status: 403, retry: "never", title: "Project frozen" },
  provider_not_found: { status: 404, retry: "never", title: "Provider not found" },
  model_not_found: { status: 404, retry: "never", title: "Model not found" },
  method_not_allowed: { status: 405, retry: "never", title: "Method not allowed" },
  body_timeout: { status: 408, retry: "later", title: "Body arrived too slowly" },
  idempotency_conflict: { status: 409, retry: "never", title: "Idempotency conflict" },
  body_too_large: { status: 413, retry: "never", title: "Body too large" },
  encoding_unsupported: { status: 415, retry: "never", title: "Content encoding unsupported" },
  upgrade_unsupported: { status: 426, retry: "never", title: "Upgrade unsupported" },
  rate_limited: { status: 429, retry: "after_reset", title: "Rate limited" },
  concurrency_limited: { status: 429, retry: "later", title: "Too many parallel requests" },
  headers_too_large: { status: 431, retry: "never", title: "Header fields too large" },
  internal_error: { status: 500, retry: "later", title: "Internal error" },
  upstream_blocked: { status: 502, retry: "never", title: "Upstream address blocked" },
  upstream_unreachable: { status: 502, retry: "later", title: "Upstream unreachable" },
  upstream_credentials_exhausted: { status: 502, retry: "later", title: "Upstream credentials exhausted" },
  ledger_unavailable: { status: 503, retry: "later", title: "Ledger unavailable" },
  config_unavailable: { status: 503, retry: "later", title: "Configuration unavailable" },
  backlog_full: { status: 503, retry: "later", title: "Backlog full" },
  upstream_timeout: { status: 504, retry: "later", title: "Upstream timed out" },
} as const satisfies Record<string, ErrorFacts>;
export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS;

/** Errors inside a stream, after its head was sent. */
export type StreamErrorCode = "budget_stopped" | "upstream_cut";

/** Failures of the control plane: pages, actions and the management API. */
export const APP_ERRORS = {
  invalid_input: { status: 422, retry: "never", title: "Invalid input" },
  malformed_json: { status: 400, retry: "never", title: "Malformed JSON" },
  unauthenticated: { status: 401, retry: "never", title: "Sign in first" },
  forbidden: { status: 403, retry: "never", title: "Not allowed" },
  not_found: { status: 404, retry: "never", title: "Not found" },
  conflict: { status: 409, retry: "never", title: "Conflict" },
  too_many_attempts: { status: 429, retry: "later", title: "Too many attempts" },
  internal: { status: 500, retry: "later", title: "Something went wrong on our side" },
  unavailable: { status: 503, retry: "later", title: "Temporarily unavailable" },
} as const satisfies Record<string, ErrorFacts>;
export type AppErrorCode = keyof typeof APP_ERRORS;

/** Messages by the input's field path, e.g. `{"base_url": "Use an https address."}`. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A failure of the control plane that its caller may read. `cause` is for the log alone. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly fieldErrors: FieldErrors;
  /** How long to wait where that is known. */
  readonly retryAfterMs: number | null;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { cause?: unknown; fieldErrors?: FieldErrors; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fieldErrors = options.fieldErrors ?? {};
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  get status(): number {
    return APP_ERRORS[this.code].status;
  }

  get isRetryable(): boolean {
    return APP_ERRORS[this.code].retry !== "never";
  }
}
