import type { Adjustment, Amounts, AttemptActuals, Closing, Opening, Versions } from "@/lib/ledger/port";
import type { Check, Period } from "@/lib/ledger/rules";
import type { CounterRow } from "./counter-rows";

/** A check with the period that the ledger's clock picked. `counter` is where deciding found it, no part of the event. */
export type Hold = { readonly check: Check; readonly period: Period; readonly counter?: CounterRow };

export type AdmitEvent = {
  kind: "admit";
  atMs: number;
  opening: Opening;
  leaseMs: number;
  candidateId: string;
  waitMs: number;
  common: readonly Hold[];
  own: readonly Hold[];
};

/** What happened, decided already: applying the same events in the same order gives the same state. */
export type LedgerEvent =
  | AdmitEvent
  | { kind: "start"; atMs: number; requestId: string }
  | { kind: "cancel"; atMs: number; requestId: string; closing: Closing }
  /** `adds` are pairs of an entry's position and the amount added to its hold. */
  | { kind: "extend"; atMs: number; requestId: string; adds: readonly (readonly [number, number])[] }
  | { kind: "replace"; atMs: number; requestId: string; candidateId: string; own: readonly Hold[] }
  | { kind: "renew"; atMs: number; requestId: string; metered: Amounts }
  | { kind: "settle"; atMs: number; requestId: string; actuals: readonly AttemptActuals[]; closing: Closing }
  | { kind: "reap"; atMs: number; requestId: string }
  | { kind: "record"; atMs: number; requestId: string; closing: Closing }
  /**
   * `known` says which targets had a counter: one that had been forgotten is still there where the journal is replayed.
   * Absent in journals of before, which ask the counters themselves.
   */
  | { kind: "adjust"; atMs: number; adjustment: Adjustment; known?: readonly boolean[] }
  | { kind: "bump"; atMs: number; versions: Versions }
  | { kind: "acknowledge"; atMs: number; ids: readonly string[] };
