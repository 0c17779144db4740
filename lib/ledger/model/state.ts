import type {
  AdjustmentRecord,
  Admission,
  Amounts,
  LedgerRecord,
  Outcome,
  RecordFields,
  Versions,
} from "@/lib/ledger/port";
import type { Check, Verdict } from "@/lib/ledger/rules";
import type { CellRow } from "./cells";
import type { CounterRow } from "./counter-rows";
import { type CounterTable, createCounterTable } from "./counter-table";
import { OpenRequests } from "./open-requests";
import { OutgoingQueue } from "./outgoing-queue";
import { createHasher } from "./row-index";
import { createSettledTable, type SettledTable } from "./settled";

/** The end of cells that never end: parallel slots and buckets. */
export const FOREVER_MS = Number.MAX_SAFE_INTEGER;

/** One hold of one request. It keeps its cell, so that the period of admission is charged whenever it ends. */
export type Entry = {
  /** Of a closed request the rule's facts alone count: it is shared among requests of the rule. */
  check: Check;
  readonly counter: CounterRow;
  readonly cell: CellRow;
  /** Null for the common rules. */
  readonly candidateId: string | null;
  /** Counts the candidates tried, from 0: one that is tried twice has entries of two rounds. */
  readonly round: number;
  /** The bound reserved for one attempt, extensions included. */
  reserve: number;
  /** What counts against the rule now. */
  held: number;
  /** What was charged at the end. */
  charged: number;
  /** Its candidate failed and was replaced. */
  isPast: boolean;
};

export type OpenRequest = {
  readonly id: string;
  readonly workspaceId: string;
  readonly createdAtMs: number;
  readonly leaseMs: number;
  readonly waitMs: number;
  versions: Versions;
  fields: RecordFields;
  leaseEndsAtMs: number;
  candidateId: string;
  /** Waits in a leaky bucket's queue and has no parallel slot yet. */
  isWaiting: boolean;
  readonly entries: Entry[];
  round: number;
  reserve: Amounts;
  metered: Amounts | null;
  meteredBefore: Amounts | null;
  /** The snapshot that this request was written to last, or was born after. */
  epoch: number;
  /** The first answer; null after a restart, when it is told anew from the entries. */
  admission: Admitted | ToldAdmission | null;
};

export type Admitted = Extract<Admission, { outcome: "admitted" }>;

/** The first answer of a closed request, kept small: thousands of them are kept. */
export type ToldAdmission = {
  readonly candidateId: string;
  readonly passedOver: Admitted["passedOver"];
  /** Of each of the first entries. */
  readonly standings: readonly Standing[];
};

/** Where a counter stood, in what was told of it. */
export type Standing = Pick<Verdict, "used" | "held" | "resetsAtMs" | "allowed">;

export type ClosedRequest = { readonly request: OpenRequest; readonly closedAtMs: number; lateSettlements: number };

/** A record on its way out, in the parts that it is made of where it is handed over. */
export type OutgoingRecord = {
  readonly requestId: string;
  readonly createdAtMs: number;
  readonly outcome: Outcome;
  /** What was known at the opening, under what is known at the end. */
  readonly opening: RecordFields;
  readonly closing: RecordFields;
};

/** `record` is one that was read from a snapshot whole. */
export type Outgoing = OutgoingRecord | { record: LedgerRecord } | { adjustment: AdjustmentRecord };

/** Everything the ledger knows. */
export type LedgerState = {
  readonly counters: CounterTable;
  readonly open: OpenRequests;
  /** Requests settled lately; bounded. */
  readonly settled: SettledTable;
  /** Requests whose lease ran out, kept for a settlement that comes late. */
  readonly reaped: Map<string, ClosedRequest>;
  readonly outgoing: OutgoingQueue;
  readonly adjusted: Map<string, number>;
  /** Requests that were recorded without an admission, so that a repeat writes no second row. */
  readonly recorded: Map<string, number>;
  readonly versions: Map<string, number>;
  /** The facts of each rule as a closed request had them last, shared by the closed requests of that rule. */
  readonly ruleFacts: Map<string, Check>;
  nextOutgoing: number;
  /** Number of the snapshot begun last; new counters do not belong to it. */
  epoch: number;
  /** Told of a counter before it changes, while a snapshot is being written bit by bit. */
  beforeChange: ((counter: CounterRow) => void) | null;
  /** The same of a request; `closed` is what is known of it where it has ended. */
  beforeRequest: ((request: OpenRequest, closed: ClosedRequest | null) => void) | null;
  /** The latest time seen; the ledger's clock never goes behind it. */
  lastMs: number;
};

/** `hashSeed` is any integer, a secret where callers choose their subjects. */
export function createState(hashSeed = 0): LedgerState {
  const hashOfId = createHasher(hashSeed);
  return {
    counters: createCounterTable(hashSeed),
    open: new OpenRequests(hashOfId),
    settled: createSettledTable(hashOfId),
    reaped: new Map(),
    outgoing: new OutgoingQueue(),
    adjusted: new Map(),
    recorded: new Map(),
    versions: new Map(),
    ruleFacts: new Map(),
    nextOutgoing: 1,
    epoch: 0,
    beforeChange: null,
    beforeRequest: null,
    lastMs: 0,
  };
}

/**
 * Adds to a map that forgets its oldest entries beyond `kept`, telling `onForget` of each. Many at a time: to find a
 * map's first entry is to pass all that were deleted before it, and once a call that took longer than everything else
 * the ledger does.
 */
export function rememberIn<T>(
  map: Map<string, T>,
  id: string,
  value: T,
  kept: number,
  onForget?: (value: T) => void,
): void {
  map.set(id, value);
  if (map.size <= kept + Math.ceil(kept / 8)) return;
  for (const [oldest, forgotten] of map) {
    if (map.size <= kept) return;
    map.delete(oldest);
    onForget?.(forgotten);
  }
}
