/** What a rule counts. Money is in nano-dollars, `concurrency` in open requests. Ledgers number them by their places. */
export const METRICS = [
  "requests",
  "input_tokens",
  "output_tokens",
  "total_tokens",
  "concurrency",
  "cost_nano_usd",
] as const;
export type Metric = (typeof METRICS)[number];

export type Strategy = "FIXED_WINDOW" | "SLIDING_WINDOW" | "TOKEN_BUCKET" | "LEAKY_BUCKET";

/** Half-open interval `[startMs, endMs)` in milliseconds since the Unix epoch. */
export type Period = { startMs: number; endMs: number };

/** Token and leaky buckets: capacity in units of the metric, refill in units a second. */
export type Bucket = { capacity: number; refillPerSecond: number; maxWaitMs: number };

/**
 * One counter that one request is checked against: a rule, narrowed to the subject it counts for this request.
 * All numbers are non-negative safe integers in the metric's unit.
 */
export type Check = {
  ruleId: string;
  /** What is said of it where it refuses; all are decided alike. */
  kind: "rate_limit" | "budget" | "credits";
  name: string;
  scope: string;
  /** The values of the rule's `per` dimensions for this request, joined; `""` where the rule has one counter. */
  subject: string;
  metric: Metric;
  limit: number;
  /** What is held at admission: requests 1, concurrency 1, tokens and money the reservation's bound. */
  amount: number;
  strategy: Strategy;
  /** The period at the time of planning and the one after it; the ledger picks by its own clock. Unused by concurrency and buckets. */
  current: Period;
  next: Period;
  bucket?: Bucket | undefined;
  /** Shadow rules count and never refuse. */
  enforcement: "enforce" | "shadow";
  /** A hard budget or limit refuses; a soft budget only reports what it crossed. */
  hard: boolean;
  /** Lower is reported first among several refusals. */
  priority: number;
  /** Percent of `limit` whose crossing settlement reports, ascending. */
  thresholds?: readonly number[] | undefined;
};

/** The checks of one routing candidate, decided together with the common ones: all or nothing. */
export type CandidatePlan = {
  /** Stable name of the candidate within the request, e.g. `provider-id/credential-id/model`. */
  id: string;
  checks: readonly Check[];
};

/** What one check looked like when it was decided. */
export type Verdict = {
  ruleId: string;
  kind: Check["kind"];
  name: string;
  scope: string;
  subject: string;
  metric: Metric;
  limit: number;
  used: number;
  held: number;
  /** `max(0, limit - used - held)` after this request's own hold where it was admitted. */
  remaining: number;
  /** End of the period, or when a bucket has room for the amount again; null for concurrency. */
  resetsAtMs: number | null;
  allowed: boolean;
  shadow: boolean;
  priority: number;
};
