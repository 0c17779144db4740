import { formatCents, parseCents } from "@/lib/kernel/money";
import type { Balance } from "@/lib/ledger/port";
import type { Budget } from "./schema";

export const MAX_COUNTERS = 100;

/** A counter before its subject has names. */
export type Counted = Omit<Budget["counters"][number], "parts">;

type Live = Pick<Budget, "current_spent_cents" | "held_cents" | "remaining_cents" | "counters_total"> & {
  counters: Counted[];
  /** The counter that is nearest to its limit. */
  fullest: { used: number; held: number };
};

/** What is spent, held and left of `limitCents`. A counter that the ledger does not list stands at zero. */
export function liveBalance(balances: readonly Balance[] | null, limitCents: string, hasCounters: boolean): Live {
  if (balances === null) return UNKNOWN;
  const limit = parseCents(limitCents);
  const spent = sum(balances.map((one) => one.used));
  const held = sum(balances.map((one) => one.held));
  const sorted = balances.toSorted((left, right) => right.used + right.held - (left.used + left.held));
  const fullest = hasCounters ? (sorted[0] ?? NOTHING) : { used: spent, held };
  return {
    current_spent_cents: formatCents(spent),
    held_cents: formatCents(held),
    remaining_cents: formatCents(Math.max(0, limit - fullest.used - fullest.held)),
    counters: hasCounters ? sorted.slice(0, MAX_COUNTERS).map((one) => counterOf(one, limit)) : [],
    counters_total: hasCounters ? balances.length : 0,
    fullest,
  };
}

const NOTHING = { used: 0, held: 0 };
const UNKNOWN: Live = {
  current_spent_cents: null,
  held_cents: null,
  remaining_cents: null,
  counters: [],
  counters_total: 0,
  fullest: NOTHING,
};

function counterOf({ subject, used, held }: Balance, limit: number): Counted {
  return {
    subject,
    current_spent_cents: formatCents(used),
    held_cents: formatCents(held),
    remaining_cents: formatCents(Math.max(0, limit - used - held)),
  };
}

/** Counters of soft rules may each be near the most that one can hold. */
function sum(amounts: readonly number[]): number {
  return Math.min(
    Number.MAX_SAFE_INTEGER,
    amounts.reduce((total, amount) => total + amount, 0),
  );
}
