import type { CandidatePlan, Check, Metric, Verdict } from "./rules";

/** Version numbers by name: `<workspace id>/workspace` or `<workspace id>/key:<key id>`. */
export type Versions = Readonly<Record<string, number>>;

/** Flat fields of the record under `request_logs` column names. Values must survive JSON. */
export type RecordFields = Readonly<Record<string, unknown>>;

export type Opening = {
  /** UUIDv7, unique for ever; a repeated admit of an admitted id answers as the first one did, a refusal is decided anew. */
  requestId: string;
  workspaceId: string;
  /** The versions of the snapshot that the checks were planned from. */
  versions: Versions;
  /** The most that one attempt may consume, rules or not: what the record says where its process dies unheard. */
  reserve?: Amounts;
  fields: RecordFields;
  /**
   * In a shared store's clock: later than this the store changes nothing and the call rejects, so that what waited in a
   * store that stood still opens no hold for a caller who has gone. Ledgers of this machine ignore it.
   */
  notAfterMs?: number;
  /** What the workspace wants where the store does not answer. Hard budgets are always closed. @default "closed" */
  ifAway?: "closed" | "open";
};

/** A request that was admitted before: by a store that was emptied, or by its process alone while the store was away. */
export type Reopening = {
  opening: Opening;
  /** When it was admitted: decides its period and is its record's `created_at`. */
  createdAtMs: number;
  candidateId: string;
  /** The checks that were decided, each with the `amount` that is held now. */
  common: readonly Check[];
  own: readonly Check[];
};

/** Amounts in the metric's unit. An absent metric is unknown and keeps what was reserved. */
export type Amounts = Partial<Record<Exclude<Metric, "concurrency">, number>>;

/** What one attempt on one candidate consumed. */
export type AttemptActuals = { candidateId: string; amounts: Amounts };

export type Outcome = "completed" | "partial" | "failed" | "interrupted" | "cancelled" | "refused";

export type Closing = { outcome: Outcome; fields: RecordFields };

/** One finished request, ready for `record_requests`: flat, JSON-safe, keyed by column names. */
export type LedgerRecord = RecordFields & {
  readonly request_id: string;
  /** ISO 8601 in UTC with milliseconds: the ledger's clock at admission. */
  readonly created_at: string;
  readonly outcome: Outcome;
};

export type RefusedCandidate = { candidateId: string; verdicts: readonly Verdict[] };

export type Admission =
  | {
      outcome: "admitted";
      candidateId: string;
      /** Every check of the common rules and of the chosen candidate, after the holds were made. */
      verdicts: readonly Verdict[];
      /** Candidates before the chosen one, with the checks that refused them. */
      passedOver: readonly RefusedCandidate[];
      /** Leaky bucket: how long to wait before `start`. 0 otherwise. */
      waitMs: number;
      createdAtMs: number;
    }
  | {
      outcome: "refused";
      /** The refusing verdict to report: the lowest priority number first. */
      by: Verdict;
      verdicts: readonly Verdict[];
      passedOver: readonly RefusedCandidate[];
      nowMs: number;
    }
  /** The snapshot behind the checks is older than the ledger's versions: reload and repeat. */
  | { outcome: "stale"; versions: Versions }
  /** The store was emptied and is being rebuilt. */
  | { outcome: "lost" };

export type HoldChange =
  | { outcome: "held"; verdicts: readonly Verdict[] }
  | { outcome: "refused"; by: Verdict }
  | { outcome: "unknown" };

/** A budget threshold that a settlement crossed, once a period. */
export type Crossing = {
  ruleId: string;
  subject: string;
  /** Percent of the limit. */
  threshold: number;
  used: number;
  limit: number;
  periodStartMs: number;
};

export type SettleResult =
  | { outcome: "settled"; crossed: readonly Crossing[] }
  /** The hold had been reaped or settled before: the difference was stored as an adjustment. */
  | { outcome: "late"; crossed: readonly Crossing[] }
  | { outcome: "unknown" };

export type BalanceQuery = { ruleId: string; subject?: string };
export type Balance = {
  ruleId: string;
  subject: string;
  metric: Metric;
  used: number;
  held: number;
  periodStartMs: number | null;
  periodEndMs: number | null;
};

export type OpenHoldFilter = { workspaceId?: string; ruleId?: string; limit?: number };
export type OpenHold = {
  requestId: string;
  workspaceId: string;
  candidateId: string;
  /** What the record was opened with: whose call it is, before it has a row. */
  fields: RecordFields;
  openedAtMs: number;
  leaseEndsAtMs: number;
  /** `periodStartMs` is the period that admitted the hold; null for parallel slots and buckets. */
  amounts: readonly { ruleId: string; subject: string; metric: Metric; amount: number; periodStartMs: number | null }[];
};

export type Adjustment = {
  /** Idempotency key: the same id is applied once. */
  id: string;
  workspaceId: string;
  requestId: string | null;
  targets: readonly { ruleId: string; subject: string; delta: number }[];
  reason: "late_settle" | "re_rating" | "batch" | "credit" | "reset";
};

/** Late money or tokens on their way to `usage_adjustments`: flat but for `targets`, JSON-safe. */
export type AdjustmentRecord = {
  readonly id: string;
  readonly workspace_id: string;
  readonly request_id: string | null;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created_at: string;
  readonly reason: Adjustment["reason"];
  /** `metric` is null where the ledger no longer knows the rule's counter. */
  readonly targets: readonly { rule_id: string; subject: string; metric: Metric | null; delta: number }[];
  /** What a late settlement reported, under `request_logs` column names; empty otherwise. */
  readonly fields: RecordFields;
};

export type DrainedBatch = {
  records: readonly LedgerRecord[];
  adjustments: readonly AdjustmentRecord[];
  /** Pass to `acknowledge` once Postgres has committed; until then the records are drained again. */
  ids: readonly string[];
};

/**
 * The store that admits, holds, settles and keeps the record of every admitted request.
 * Each member rejects with `LedgerUnavailable` when the store cannot answer; no member ever half-applies.
 */
export type Ledger = {
  /** Decides the common checks and the first candidate that has room, all or nothing, makes the holds and opens the record. */
  admit(
    opening: Opening,
    common: readonly Check[],
    candidates: readonly CandidatePlan[],
    leaseMs: number,
  ): Promise<Admission>;
  /**
   * Opens requests that were admitted before, whatever the limits say, and gives them a lease; returns how many were
   * new. An id that is open, or was closed lately, is left as it is. Works on a store that answers `lost`.
   */
  restore(requests: readonly Reopening[], leaseMs: number): Promise<number>;
  /** Ends a wait: takes the parallel slot and compares the versions again. */
  start(
    requestId: string,
  ): Promise<
    { outcome: "started" } | { outcome: "refused"; by: Verdict } | { outcome: "stale" } | { outcome: "unknown" }
  >;
  /** Returns every hold of a request that never reached an upstream, and closes its record. */
  cancel(requestId: string, closing: Closing): Promise<boolean>;
  /** Raises the holds of the running attempt by `delta`, all or nothing; refused: the old holds stay. */
  extend(requestId: string, delta: Amounts): Promise<HoldChange>;
  /** Swaps the candidate's holds for those of another, atomically; refused: the old holds stay. */
  replace(requestId: string, candidate: CandidatePlan): Promise<HoldChange>;
  /** Prolongs the lease and notes what the running attempt has consumed so far. */
  renew(requestId: string, metered: Amounts): Promise<boolean>;
  /** Replaces every hold by the truth and closes the record. The period of admission is charged. */
  settle(requestId: string, actuals: readonly AttemptActuals[], closing: Closing): Promise<SettleResult>;
  /** A closed record that held nothing: a refusal of an identified key. `created_at` is the ledger's clock; a repeat changes nothing. */
  record(requestId: string, closing: Closing): Promise<void>;
  /** Applies late money or tokens to counters, once per id. */
  adjust(adjustment: Adjustment): Promise<boolean>;
  /** Whether none of the versions is older than the ledger's. */
  fresh(versions: Versions): Promise<boolean>;
  /** Raises versions; lower numbers than the known ones change nothing. */
  bump(versions: Versions): Promise<void>;
  /** Counters of the running period that count something; one that is not listed stands at zero. */
  balances(queries: readonly BalanceQuery[]): Promise<readonly Balance[]>;
  openHolds(filter: OpenHoldFilter): Promise<readonly OpenHold[]>;
  /** Settles expired holds at the last metered value, else at the reserve, as `interrupted`. Returns how many. */
  reap(): Promise<number>;
  drain(max: number): Promise<DrainedBatch>;
  acknowledge(ids: readonly string[]): Promise<void>;
};

const UNAVAILABLE: unique symbol = Symbol.for("sluice.ledger.unavailable");
const BACKLOG_FULL: unique symbol = Symbol.for("sluice.ledger.backlog-full");

/**
 * The store did not answer, or answered something that cannot be trusted. Never the caller's mistake. Known by a mark:
 * Next holds this file once a route, and its routes share one ledger.
 */
export class LedgerUnavailable extends Error {
  override readonly name = "LedgerUnavailable";
  readonly [UNAVAILABLE] = true;

  static override [Symbol.hasInstance](value: unknown): value is LedgerUnavailable {
    return value instanceof Error && UNAVAILABLE in value;
  }
}

/** The store is away and this process has taken on as much to be recorded later as it can keep. */
export class BacklogFull extends LedgerUnavailable {
  readonly [BACKLOG_FULL] = true;

  static override [Symbol.hasInstance](value: unknown): value is BacklogFull {
    return value instanceof Error && BACKLOG_FULL in value;
  }
}
