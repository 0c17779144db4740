import type { Check, Period } from "@/lib/ledger/rules";

/** One line of what happened to one counter. Debt is what flowed into a bucket, or, negative, was given back. */
export type Line = {
  ruleId: string;
  subject: string;
  /** Null where the counter has no periods. */
  startMs: number | null;
  atMs: number;
  held: bigint;
  used: bigint;
  debt: bigint;
};

export type Place = { ruleId: string; subject: string; startMs: number | null };

const MAX = BigInt(Number.MAX_SAFE_INTEGER);
/** Buckets are counted in eighths of a thousandth, so that every rate of the tests is a whole number. */
const PARTS = 8n;
const UNIT = 1_000n * PARTS;

export const isBucketCheck = (check: Check) => check.bucket !== undefined && check.metric !== "concurrency";
const parts = (amount: number) => BigInt(amount * Number(UNIT));

/** Everything that was ever written down, read anew from its first line for every question. */
export function createBook() {
  const lines: Line[] = [];

  const at = (place: Place) =>
    lines.filter(
      (line) => line.ruleId === place.ruleId && line.subject === place.subject && line.startMs === place.startMs,
    );

  function used(place: Place): bigint {
    let sum = 0n;
    for (const line of at(place)) sum = sum + line.used > MAX ? MAX : sum + line.used;
    return sum;
  }

  function held(place: Place): bigint {
    return at(place).reduce((sum, line) => sum + line.held, 0n);
  }

  /** What a bucket owes at an instant, walking through all that flowed in since its first line. */
  function debt(check: Check, atMs: number): bigint {
    const rate = BigInt((check.bucket?.refillPerSecond ?? 0) * Number(PARTS));
    const after = (owed: bigint, fromMs: number, toMs: number) => {
      const left = owed - BigInt(toMs - fromMs) * rate;
      return left > 0n ? left : 0n;
    };
    let owed = 0n;
    let lastMs = 0;
    for (const line of at({ ruleId: check.ruleId, subject: check.subject, startMs: null })) {
      const then = after(owed, lastMs, line.atMs) + line.debt * UNIT;
      owed = then > 0n ? then : 0n;
      lastMs = line.atMs;
    }
    return after(owed, lastMs, Math.max(atMs, lastMs));
  }

  return {
    write: (line: Line) => void lines.push(line),
    isKnown: (place: Place) => at(place).length > 0,
    used,
    held,
    debt,
  };
}
export type Book = ReturnType<typeof createBook>;

/** How a counter stands for a check: what counts, what is held, and what a bucket owes. */
export type Stand = { place: Place; period: Period | null; used: bigint; held: bigint; debt: bigint };

export function roomIn(check: Check, stand: Stand, pending: bigint): { fits: boolean; waitMs: number } {
  const amount = BigInt(check.amount);
  const { bucket } = check;
  if (!bucket || !isBucketCheck(check))
    return { fits: stand.used + stand.held + pending + amount <= BigInt(check.limit), waitMs: 0 };
  const owed = stand.debt + pending * UNIT;
  if (check.strategy === "TOKEN_BUCKET") return { fits: owed + amount * UNIT <= parts(bucket.capacity), waitMs: 0 };
  const rate = BigInt(bucket.refillPerSecond * Number(PARTS));
  if (owed > BigInt(bucket.maxWaitMs) * rate) return { fits: false, waitMs: 0 };
  const waitMs = owed === 0n ? 0 : Number((owed + rate - 1n) / rate);
  return { fits: owed <= parts(bucket.capacity), waitMs };
}

/** The first instant from now on at which the amount fits, looked for; null where it never does. */
export function roomAgainMs(check: Check, stand: Stand, taken: bigint, nowMs: number): number | null {
  if (check.metric === "concurrency") return null;
  const { bucket } = check;
  if (!bucket || !isBucketCheck(check)) return stand.period?.endMs ?? null;
  const rate = BigInt(bucket.refillPerSecond * Number(PARTS));
  const fitsAfter = (ms: number) => {
    const left = stand.debt + taken * UNIT - BigInt(ms) * rate;
    return roomIn(check, { ...stand, debt: left > 0n ? left : 0n }, 0n).fits;
  };
  let enough = 1;
  while (!fitsAfter(enough)) {
    enough *= 2;
    if (enough > 2 ** 46) return null;
  }
  let short = -1;
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2);
    if (fitsAfter(middle)) enough = middle;
    else short = middle;
  }
  return nowMs + enough;
}

/** Whole units that a bucket owes, rounded up. */
export const unitsOwed = (debt: bigint) => (debt + UNIT - 1n) / UNIT;
/** What a bucket owes once `amount` units were given back. */
export const givenBack = (debt: bigint, amount: bigint) => (debt > amount * UNIT ? debt - amount * UNIT : 0n);
