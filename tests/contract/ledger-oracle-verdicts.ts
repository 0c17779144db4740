import type { Check } from "@/lib/ledger/rules";
import { isBucketCheck, roomAgainMs, roomIn, type Stand, unitsOwed } from "./ledger-oracle-book";

export type Decision = {
  check: Check;
  stand: Stand;
  /** What checks before it in the same request take from the same counter. */
  pending: bigint;
  room: { fits: boolean; waitMs: number };
  /** Whether it may refuse at all. */
  isRefusing: boolean;
};

/** What must be readable of one decided check. */
export type Seen = {
  ruleId: string;
  subject: string;
  limit: number;
  used: bigint;
  held: bigint;
  remaining: bigint;
  resetsAtMs: number | null;
  allowed: boolean;
  priority: number;
  isRefusing: boolean;
};

/** Looks at checks in their order; those on one counter add up. */
export function decide(
  checks: readonly Check[],
  standOf: (check: Check) => Stand,
  before: readonly Check[] = [],
  more: (stand: Stand) => bigint = () => 0n,
): Decision[] {
  return checks.map((check, index) => {
    const stand = standOf(check);
    const others = [...before, ...checks.slice(0, index)].filter(
      (other) => other.ruleId === check.ruleId && other.subject === check.subject,
    );
    const pending = others.reduce((total, other) => total + BigInt(other.amount), more(stand));
    const isRefusing = check.enforcement === "enforce" && check.hard;
    return { check, stand, pending, room: roomIn(check, stand, pending), isRefusing };
  });
}

/** How long the slowest leaky bucket makes the request wait. */
export function waitIn(decisions: readonly Decision[]): number {
  return Math.max(0, ...decisions.map(({ room, isRefusing }) => (room.fits && isRefusing ? room.waitMs : 0)));
}

/** `isWaiting` null: nothing was taken. A waiting request takes no parallel slot. */
export function seenOf(
  { check, stand, pending, room, isRefusing }: Decision,
  isWaiting: boolean | null,
  nowMs: number,
): Seen {
  const isTaken = isWaiting !== null && !(isWaiting && check.metric === "concurrency");
  const taken = isTaken ? pending + BigInt(check.amount) : 0n;
  const used = isBucketCheck(check) ? atLeastZero(unitsOwed(stand.debt) - stand.held) : stand.used;
  const held = stand.held + taken;
  return {
    ruleId: check.ruleId,
    subject: check.subject,
    limit: check.limit,
    used,
    held,
    remaining: atLeastZero(BigInt(check.limit) - used - held),
    resetsAtMs: roomAgainMs(check, stand, taken, nowMs),
    allowed: room.fits,
    priority: check.priority,
    isRefusing,
  };
}

/** The one to report: the lowest priority number, the first of several. */
export function refusalIn(seen: readonly Seen[]): Seen | null {
  const refusing = seen.filter((one) => one.isRefusing);
  const lowest = Math.min(...refusing.map((one) => one.priority));
  return refusing.find((one) => one.priority === lowest) ?? null;
}

function atLeastZero(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
