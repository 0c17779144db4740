import type { Entry, OpenRequest, Outgoing } from "@/lib/ledger/model/state";
import type { Metric } from "@/lib/ledger/rules";
import type { RuleFacts } from "./rule-table";

export type PackedCell = readonly [startMs: number, endMs: number, used: number, held: number, crossed: number];

export type PackedEntry = Omit<Entry, "check" | "counter" | "cell"> & {
  rule: number;
  subject: string;
  amount: number;
  cell: PackedCell;
};

export type PackedRequest = Omit<OpenRequest, "entries" | "admission" | "epoch"> & { entries: PackedEntry[] };

/** What was a line of its own in format 1 and is an item of a line since. */
export type NamedItem =
  | { kind: "rule"; n: number; facts: RuleFacts }
  | { kind: "open"; request: PackedRequest }
  | { kind: "reaped" | "settled"; request: PackedRequest; closedAtMs: number; lateSettlements: number }
  | { kind: "out"; id: string; outgoing: Exclude<Outgoing, { requestId: string }> }
  | { kind: "adjusted" | "recorded"; ids: (readonly [string, number])[] }
  | { kind: "state"; versions: [string, number][]; nextOutgoing: number; lastMs: number };

/** Format 1's counters; the present ones are lists, since there may be a million of them. */
export type FirstCounter = {
  kind: "counter";
  ruleId: string;
  subject: string;
  metric: Metric;
  cells: PackedCell[];
  debt: [number, number, number];
};

/** `used`, `held` and `crossed` of a cell in the period of that number. */
export type CounterItem =
  /** Told before the first counter that names it. */
  | readonly ["book", n: number, ruleId: string, metric: Metric]
  | readonly ["period", n: number, startMs: number, endMs: number]
  /** Runs of `book, subject, period, used, held, crossed`. */
  | readonly ["counters", ...(number | string)[]]
  /** The same with the period before (-1: none), `used, held, crossed` in it, and the bucket's debt, its time and refill. */
  | readonly ["counter", ...(number | string)[]];

export type SnapshotItem = NamedItem | CounterItem;
export type Footer = { kind: "end"; lines: number };

export const COUNTERS_STRIDE = 6;
