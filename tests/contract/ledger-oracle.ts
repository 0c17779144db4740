import type { Adjustment, Amounts, AttemptActuals } from "@/lib/ledger/port";
import type { CandidatePlan, Check, Period } from "@/lib/ledger/rules";
import { type Book, createBook, givenBack, isBucketCheck, type Place, type Stand } from "./ledger-oracle-book";
import { amountIn, chargeAtReap, chargesOf, keptOf, sum } from "./ledger-oracle-charges";
import { type Decision, decide, refusalIn, type Seen, seenOf, waitIn } from "./ledger-oracle-verdicts";

/** One check of one admitted request. What it holds and was charged stands in the book alone. */
export type Take = {
  check: Check;
  place: Place;
  period: Period | null;
  /** Null for the common rules. */
  candidateId: string | null;
  round: number;
  isPast: boolean;
  /** Changes of what it holds, the first being the admission. */
  held: bigint[];
  /** What one attempt may consume: admission and extensions. */
  reserved: bigint[];
  charged: bigint[];
};

/** One request as an outsider would write it down. */
export type Fact = {
  id: string;
  versions: Readonly<Record<string, number>>;
  createdAtMs: number;
  leaseMs: number;
  leaseEndsAtMs: number;
  isWaiting: boolean;
  takes: Take[];
  round: number;
  /** What the running attempt told, one after another. */
  told: Amounts[];
  end: "open" | "closed" | "reaped";
  lateSettlements: number;
};

export type Crossed = { ruleId: string; subject: string; startMs: number | null; threshold: number; used: bigint };
export type Late = { id: string; targets: { ruleId: string; subject: string; delta: bigint }[] };
export type Answered =
  | { outcome: "admitted"; candidateId: string; seen: Seen[]; waitMs: number; passedOver: string[] }
  | { outcome: "refused"; by: Seen }
  | { outcome: "stale" };
export type Changed = { outcome: "held"; seen: Seen[] } | { outcome: "refused"; by: Seen } | { outcome: "unknown" };

/**
 * Answers as a ledger must, from nothing but the list of what happened: every question adds up all lines anew. It
 * shares no code with any ledger. `periodAt` lays out a rule's periods; null where the rule has none.
 */
export function createOracle(periodAt: (check: Check, nowMs: number) => Period | null) {
  const book: Book = createBook();
  const facts: Fact[] = [];
  const reported: Crossed[] = [];
  const adjusted = new Set<string>();
  const versions: Record<string, number> = {};

  const find = (id: string) => facts.find((fact) => fact.id === id);
  const findOpen = (id: string) => facts.find((fact) => fact.id === id && fact.end === "open");
  const isStale = (known: Readonly<Record<string, number>>) =>
    Object.entries(known).some(([name, n]) => (versions[name] ?? 0) > n);

  function standIn(check: Check, period: Period | null, nowMs: number, isOver = false): Stand {
    const place = { ruleId: check.ruleId, subject: check.subject, startMs: period?.startMs ?? null };
    const stand = { place, period, used: book.used(place), held: book.held(place), debt: 0n };
    if (isBucketCheck(check)) return { ...stand, debt: book.debt(check, nowMs) };
    if (period === null || check.strategy !== "SLIDING_WINDOW" || isOver) return stand;
    const before = { ...place, startMs: periodAt(check, period.startMs - 1)?.startMs ?? null };
    const total = book.used(before) + book.held(before);
    const lengthMs = BigInt(period.endMs - period.startMs);
    const past = total > 0n ? (total * BigInt(period.endMs - nowMs) + lengthMs - 1n) / lengthMs : 0n;
    return { ...stand, used: stand.used + past };
  }

  const standNow = (check: Check, nowMs: number) => standIn(check, periodAt(check, nowMs), nowMs);

  /** In the period of admission, whichever has begun since. */
  function standOf({ check, period }: Take, nowMs: number): Stand {
    return standIn(check, period, nowMs, period !== null && nowMs >= period.endMs);
  }

  function hold(take: Take, amount: bigint, nowMs: number): void {
    take.held.push(amount);
    book.write({ ...take.place, atMs: nowMs, held: amount, used: 0n, debt: amount });
  }

  function taken(decision: Decision, candidateId: string | null, fact: Fact, nowMs: number): Take {
    const { check, stand } = decision;
    const amount = BigInt(check.amount);
    const take: Take = {
      check,
      place: stand.place,
      period: stand.period,
      candidateId,
      round: fact.round,
      isPast: false,
      held: [],
      reserved: [amount],
      charged: [],
    };
    hold(take, fact.isWaiting && check.metric === "concurrency" ? 0n : amount, nowMs);
    return take;
  }

  function crossings({ check, place }: Take): Crossed[] {
    const used = book.used(place);
    const found: Crossed[] = [];
    for (const threshold of check.thresholds ?? []) {
      const wasReported = reported.some(
        (old) =>
          old.ruleId === place.ruleId &&
          old.subject === place.subject &&
          old.startMs === place.startMs &&
          old.threshold >= threshold,
      );
      if (wasReported || used <= 0n || used * 100n < BigInt(threshold) * BigInt(check.limit)) continue;
      const crossed = { ...place, threshold, used };
      reported.push(crossed);
      found.push(crossed);
    }
    return found;
  }

  function close(fact: Fact, charges: readonly bigint[], nowMs: number, end: "closed" | "reaped"): Crossed[] {
    const found: Crossed[] = [];
    fact.takes.forEach((take, index) => {
      const isSlot = take.check.metric === "concurrency";
      const charge = charges[index] ?? 0n;
      const held = sum(take.held);
      take.charged.push(charge);
      book.write({ ...take.place, atMs: nowMs, held: -held, used: isSlot ? 0n : charge, debt: charge - held });
      found.push(...crossings(take));
    });
    fact.end = end;
    return found;
  }

  function settleLate(
    fact: Fact,
    actuals: readonly AttemptActuals[],
    nowMs: number,
  ): { crossed: Crossed[]; late: Late | null } {
    const crossed: Crossed[] = [];
    const targets: Late["targets"] = [];
    const charges = chargesOf(fact, actuals, (take) => sum(take.charged));
    fact.takes.forEach((take, index) => {
      const delta = (charges[index] ?? 0n) - sum(take.charged);
      if (delta === 0n) return;
      take.charged.push(delta);
      book.write({ ...take.place, atMs: nowMs, held: 0n, used: delta, debt: delta });
      crossed.push(...crossings(take));
      targets.push({ ruleId: take.check.ruleId, subject: take.check.subject, delta });
    });
    fact.lateSettlements += 1;
    const isTold = targets.length > 0 || (fact.end === "reaped" && fact.lateSettlements === 1);
    return { crossed, late: isTold ? { id: `${fact.id}/late/${fact.lateSettlements}`, targets } : null };
  }

  /** More for running takes, each in the period that admitted it; null where all fit. */
  function refusalOfMore(more: readonly (readonly [Take, bigint])[], nowMs: number): Seen | null {
    const refusing: Seen[] = [];
    more.forEach(([take, amount], index) => {
      const { check, place } = take;
      if (check.strategy === "LEAKY_BUCKET" && isBucketCheck(check)) return;
      const pending = sum(more.slice(0, index).flatMap(([other, n]) => (isSamePlace(other.place, place) ? [n] : [])));
      const stand = standOf(take, nowMs);
      const [decision] = decide(
        [{ ...check, amount: Number(amount) }],
        () => stand,
        [],
        () => pending,
      );
      if (decision && !decision.room.fits)
        refusing.push({ ...seenOf({ ...decision, check }, null, nowMs), isRefusing: decision.isRefusing });
    });
    return refusalIn(refusing);
  }

  const seenNow = (fact: Fact, nowMs: number) =>
    fact.takes
      .filter((take) => !take.isPast)
      .map((take) => {
        const { check } = take;
        const stand = standOf(take, nowMs);
        return seenOf({ check, stand, pending: 0n, room: { fits: true, waitMs: 0 }, isRefusing: false }, null, nowMs);
      });

  return {
    facts: facts as readonly Fact[],

    admit(
      request: Pick<Fact, "id" | "versions" | "leaseMs">,
      common: readonly Check[],
      candidates: readonly CandidatePlan[],
      nowMs: number,
    ): Answered {
      if (isStale(request.versions)) return { outcome: "stale" };
      const refusing: Seen[] = [];
      const passedOver: string[] = [];
      for (const candidate of candidates) {
        const decisions = decide([...common, ...candidate.checks], (check) => standNow(check, nowMs));
        const waitMs = waitIn(decisions);
        const against = decisions.filter(
          ({ check, room, isRefusing }) => !room.fits && isRefusing && !(waitMs > 0 && check.metric === "concurrency"),
        );
        if (against.length > 0) {
          refusing.push(...against.map((decision) => seenOf(decision, null, nowMs)));
          passedOver.push(candidate.id);
          continue;
        }
        const isWaiting = waitMs > 0;
        const fact: Fact = {
          ...request,
          createdAtMs: nowMs,
          leaseEndsAtMs: nowMs + waitMs + request.leaseMs,
          isWaiting,
          takes: [],
          round: 0,
          told: [],
          end: "open",
          lateSettlements: 0,
        };
        const seen = decisions.map((decision) => seenOf(decision, isWaiting, nowMs));
        for (const [index, decision] of decisions.entries())
          fact.takes.push(taken(decision, index < common.length ? null : candidate.id, fact, nowMs));
        facts.push(fact);
        return { outcome: "admitted", candidateId: candidate.id, seen, waitMs, passedOver };
      }
      const by = refusalIn(refusing);
      if (by === null) throw new Error("Refused by nothing.");
      return { outcome: "refused", by };
    },

    start(id: string, nowMs: number): { outcome: string; by?: Seen } {
      const fact = findOpen(id);
      if (!fact) return { outcome: "unknown" };
      if (isStale(fact.versions)) return { outcome: "stale" };
      if (!fact.isWaiting) return { outcome: "started" };
      const slots = fact.takes.filter((take) => take.check.metric === "concurrency" && !take.isPast);
      const decisions = decide(
        slots.map(({ check }) => check),
        (check) => standNow(check, nowMs),
      );
      const by = refusalIn(decisions.filter(({ room }) => !room.fits).map((one) => seenOf(one, null, nowMs)));
      if (by) return { outcome: "refused", by };
      fact.isWaiting = false;
      fact.leaseEndsAtMs = nowMs + fact.leaseMs;
      for (const take of slots) hold(take, BigInt(take.check.amount), nowMs);
      return { outcome: "started" };
    },

    cancel(id: string, nowMs: number): Crossed[] | null {
      const fact = findOpen(id);
      return fact ? close(fact, [], nowMs, "closed") : null;
    },

    extend(id: string, delta: Amounts, nowMs: number): Changed {
      const fact = findOpen(id);
      if (!fact) return { outcome: "unknown" };
      const more: [Take, bigint][] = [];
      for (const take of fact.takes) {
        const { check } = take;
        if (take.isPast || check.metric === "concurrency" || check.metric === "requests") continue;
        const { input_tokens: input = 0, output_tokens: output = 0 } = delta;
        let amount = BigInt(delta[check.metric] ?? (check.metric === "total_tokens" ? input + output : 0));
        if (check.kind === "rate_limit") {
          const capacity = isBucketCheck(check) ? Math.floor(check.bucket?.capacity ?? 0) : check.limit;
          const rest = BigInt(capacity) - sum(take.reserved);
          amount = rest <= 0n ? 0n : amount < rest ? amount : rest;
        }
        if (amount > 0n) more.push([take, amount]);
      }
      const by = refusalOfMore(more, nowMs);
      if (by) return { outcome: "refused", by };
      for (const [take, amount] of more) {
        take.reserved.push(amount);
        hold(take, amount, nowMs);
      }
      return { outcome: "held", seen: seenNow(fact, nowMs) };
    },

    replace(id: string, candidate: CandidatePlan, nowMs: number): Changed {
      const fact = findOpen(id);
      if (!fact) return { outcome: "unknown" };
      const consumed: [Take, bigint][] = [];
      for (const take of fact.takes) {
        const isCounted = take.candidateId === null && take.check.metric !== "requests";
        const amount = isCounted ? (amountIn(fact.told, take.check.metric) ?? 0n) : 0n;
        if (amount > 0n) consumed.push([take, amount]);
      }
      const tooMuch = refusalOfMore(consumed, nowMs);
      if (tooMuch) return { outcome: "refused", by: tooMuch };
      const leaving = fact.takes.filter((take) => take.candidateId !== null && !take.isPast);
      const backIn = (place: Place) =>
        sum(
          leaving
            .filter((take) => isSamePlace(take.place, place))
            .map((take) => sum(take.held) - keptOf(take, fact.told)),
        );
      const addedIn = (place: Place) =>
        sum(consumed.filter(([take]) => isSamePlace(take.place, place)).map(([, amount]) => amount));
      const decisions = decide(candidate.checks, (check) => {
        const stand = standNow(check, nowMs);
        const back = backIn(stand.place) - addedIn(stand.place);
        return { ...stand, held: stand.held - back, debt: givenBack(stand.debt, back) };
      });
      const full = decisions.filter(({ room }) => !room.fits);
      const queued = decisions.filter(({ room, isRefusing }) => room.fits && isRefusing && room.waitMs > 0);
      const by =
        refusalIn(full.map((one) => seenOf(one, null, nowMs))) ??
        (queued[0] ? { ...seenOf(queued[0], null, nowMs), allowed: false } : null);
      if (by) return { outcome: "refused", by };
      for (const [take, amount] of consumed) hold(take, amount, nowMs);
      for (const take of leaving) {
        hold(take, keptOf(take, fact.told) - sum(take.held), nowMs);
        take.isPast = true;
      }
      fact.round += 1;
      fact.told = [];
      for (const decision of decisions) fact.takes.push(taken(decision, candidate.id, fact, nowMs));
      return { outcome: "held", seen: seenNow(fact, nowMs) };
    },

    renew(id: string, told: Amounts, nowMs: number): boolean {
      const fact = findOpen(id);
      if (!fact) return false;
      fact.told.push(told);
      fact.leaseEndsAtMs = nowMs + fact.leaseMs;
      return true;
    },

    settle(
      id: string,
      actuals: readonly AttemptActuals[],
      nowMs: number,
    ): { outcome: string; crossed: Crossed[]; late: Late | null } {
      const fact = find(id);
      if (!fact) return { outcome: "unknown", crossed: [], late: null };
      if (fact.end !== "open") return { outcome: "late", ...settleLate(fact, actuals, nowMs) };
      const charges = chargesOf(fact, actuals, (take) => sum(take.held));
      return { outcome: "settled", crossed: close(fact, charges, nowMs, "closed"), late: null };
    },

    reap(nowMs: number): { id: string; crossed: Crossed[] }[] {
      const expired = facts.filter((fact) => fact.end === "open" && fact.leaseEndsAtMs <= nowMs);
      // A bucket never owes less than nothing, so the order decides what is left of several at one instant.
      expired.sort((a, b) => a.leaseEndsAtMs - b.leaseEndsAtMs || (a.id < b.id ? -1 : 1));
      return expired.map((fact) => {
        const charges = fact.takes.map((take) => chargeAtReap(fact, take));
        return { id: fact.id, crossed: close(fact, charges, nowMs, "reaped") };
      });
    },

    adjust({ id, targets }: Adjustment, nowMs: number, checkOf: (ruleId: string, subject: string) => Check): boolean {
      if (adjusted.has(id)) return false;
      adjusted.add(id);
      for (const { ruleId, subject, delta } of targets) {
        const period = periodAt(checkOf(ruleId, subject), nowMs);
        const place = { ruleId, subject, startMs: period?.startMs ?? null };
        if (period && book.isKnown(place))
          book.write({ ...place, atMs: nowMs, held: 0n, used: BigInt(delta), debt: 0n });
      }
      return true;
    },

    bump(raised: Readonly<Record<string, number>>): void {
      for (const [name, n] of Object.entries(raised)) versions[name] = Math.max(versions[name] ?? 0, n);
    },
    isFresh: (known: Readonly<Record<string, number>>) => !isStale(known),
    /** What counts and what is held in the running period, without a sliding window's past. */
    balance: (check: Check, nowMs: number) =>
      standNow({ ...check, strategy: check.bucket ? check.strategy : "FIXED_WINDOW" }, nowMs),
  };
}

const isSamePlace = (a: Place, b: Place) => a.ruleId === b.ruleId && a.subject === b.subject && a.startMs === b.startMs;
