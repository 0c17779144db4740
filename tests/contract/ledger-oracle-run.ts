import { expect } from "vitest";
import type { Adjustment, Ledger, Opening } from "@/lib/ledger/port";
import type { CandidatePlan, Check, Period, Verdict } from "@/lib/ledger/rules";
import { COMPLETED, type LedgerUnderTest } from "./ledger-fixtures";
import { type Changed, type Crossed, createOracle, type Fact, type Late } from "./ledger-oracle";
import { isBucketCheck, unitsOwed } from "./ledger-oracle-book";
import { amountFor, type Candidate, MONEY, periodsOf, type Rule, type Step, SUBJECTS } from "./ledger-oracle-steps";
import type { Seen } from "./ledger-oracle-verdicts";

/** How often each kind of answer came: a run in which nothing was ever refused proves nothing. */
export type Tally = Record<string, number>;

type Closed = { createdAtMs: number; closedAtMs: number; crossed: Crossed[]; isReaped: boolean };
type Planned = { opening: Opening; common: Check[]; candidates: CandidatePlan[]; leaseMs: number };

const REMEMBERED_MS = 12 * 3_600_000;

/** Runs one sequence against a ledger and the oracle, comparing every answer and every counter after each step. */
export async function runSequence(
  { ledger, clock }: LedgerUnderTest,
  tag: string,
  rules: readonly Rule[],
  steps: readonly Step[],
  tally: Tally,
): Promise<void> {
  const periods = rules.map(periodsOf);
  const indexOf = (ruleId: string) => Number(ruleId.slice(tag.length + 1));
  const oracle = createOracle((check, nowMs) => periodAt(rules[indexOf(check.ruleId)], nowMs));
  const plans = new Map<string, Planned>();
  const records = new Map<string, Closed>();
  const adjustments: (Late | { id: string; targets: Late["targets"] })[] = [];
  const versions = (n: number) => ({ [`${tag}/v`]: n });
  let seenMs = clock.nowMs();
  const now = () => {
    seenMs = Math.max(seenMs, clock.nowMs());
    return seenMs;
  };
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };

  function checkOf(index: number, subject: string, amount: number, skew: number): Check {
    const at = index % rules.length;
    const rule = rules[at];
    if (!rule) throw new Error("A sequence needs rules.");
    const offset = rule.calendar === null ? skew * rule.windowMs : Math.min(0, skew) * 1_000;
    const pair = periods[at]?.(now() + Math.trunc(offset));
    const { kind, metric, strategy, limit, bucket, enforcement, hard, priority, thresholds } = rule;
    const isBucket = metric !== "concurrency" && /BUCKET/.test(strategy);
    return {
      ruleId: `${tag}:${at}`,
      kind,
      name: "A rule",
      scope: "TENANT",
      subject,
      metric,
      limit,
      amount: amountFor(rule, amount),
      strategy,
      current: pair?.current ?? { startMs: 0, endMs: 0 },
      next: pair?.next ?? { startMs: 0, endMs: 0 },
      ...(isBucket ? { bucket } : {}),
      enforcement,
      hard,
      priority,
      thresholds,
    };
  }

  const planned = (candidate: Candidate, subject: string, amount: number, skew = 0): CandidatePlan => ({
    id: candidate.name,
    checks: candidate.rules.map((index) => checkOf(index, subject, amount, skew)),
  });
  const open = () => oracle.facts.filter((fact) => fact.end === "open");
  /** A ledger remembers closed requests for a while only: what a planner asks of one comes soon or never. */
  const remembered = () =>
    oracle.facts.filter(({ id }) => now() - (records.get(id)?.closedAtMs ?? now()) < REMEMBERED_MS);
  const picked = (list: readonly Fact[], pick: number) => list[pick % Math.max(1, list.length)];
  const noteClosed = (id: string, crossed: Crossed[], isReaped = false) => {
    const fact = oracle.facts.find((one) => one.id === id);
    records.set(id, { createdAtMs: fact?.createdAtMs ?? 0, closedAtMs: now(), crossed, isReaped });
    tally["crossed"] = (tally["crossed"] ?? 0) + crossed.length;
  };

  async function admit(step: Extract<Step, { kind: "admit" }>, id: string): Promise<void> {
    const { leaseMs, skew, subject, amount } = step;
    const opening = { requestId: id, workspaceId: tag, versions: versions(step.version), fields: { model: "m" } };
    const common = step.common.map((index) => checkOf(index, subject, amount, skew));
    const candidates = step.candidates.map((candidate) => planned(candidate, subject, amount, skew));
    const got = await ledger.admit(opening, common, candidates, leaseMs);
    const expected = oracle.admit({ id, versions: opening.versions, leaseMs }, common, candidates, now());
    count(`admit ${expected.outcome}`);
    expect(got.outcome).toBe(expected.outcome);
    if (got.outcome === "refused" && expected.outcome === "refused") expect(shown(got.by)).toEqual(plain(expected.by));
    if (got.outcome !== "admitted" || expected.outcome !== "admitted") return;
    plans.set(id, { opening, common, candidates, leaseMs });
    if (expected.waitMs > 0) count("waits");
    if (expected.passedOver.length > 0) count("passed over");
    expect({
      ...got,
      verdicts: got.verdicts.map(shown),
      passedOver: got.passedOver.map(({ candidateId }) => candidateId),
    }).toEqual({
      outcome: "admitted",
      candidateId: expected.candidateId,
      verdicts: expected.seen.map(plain),
      passedOver: expected.passedOver,
      waitMs: expected.waitMs,
      createdAtMs: now(),
    });
  }

  async function repeat(fact: Fact): Promise<void> {
    const plan = plans.get(fact.id);
    if (!plan) return;
    const again = await ledger.admit(plan.opening, plan.common, plan.candidates, plan.leaseMs);
    expect(again).toMatchObject({ outcome: "admitted", createdAtMs: fact.createdAtMs });
  }

  function sameChange(what: string, got: Awaited<ReturnType<Ledger["extend"]>>, expected: Changed): void {
    count(`${what} ${expected.outcome}`);
    expect(got.outcome).toBe(expected.outcome);
    if (got.outcome === "refused" && expected.outcome === "refused") expect(shown(got.by)).toEqual(plain(expected.by));
    if (got.outcome === "held" && expected.outcome === "held")
      expect(got.verdicts.map(shown)).toEqual(expected.seen.map(plain));
  }

  async function settle(step: Extract<Step, { kind: "settle" }>): Promise<void> {
    const fact = picked(step.isAny ? remembered() : open(), step.pick);
    if (!fact) return;
    const actuals = step.attempts.map(({ name, amounts }) => ({ candidateId: name, amounts }));
    const got = await ledger.settle(fact.id, actuals, COMPLETED);
    const expected = oracle.settle(fact.id, actuals, now());
    count(`settle ${expected.outcome}`);
    expect(got.outcome).toBe(expected.outcome);
    if (got.outcome !== "unknown") expect(got.crossed.map(crossedShown)).toEqual(expected.crossed.map(crossedPlain));
    if (expected.outcome === "settled") noteClosed(fact.id, expected.crossed);
    if (expected.late) adjustments.push(expected.late);
  }

  async function adjust({ id, rule, subject, delta }: Extract<Step, { kind: "adjust" }>): Promise<void> {
    const target = checkOf(rule, subject, 0, 0);
    if (target.metric === "concurrency") return;
    const amount = target.metric === "cost_nano_usd" ? delta * MONEY : delta;
    const targets = [{ ruleId: target.ruleId, subject, delta: amount }];
    const adjustment: Adjustment = { id: `${tag}/${id}`, workspaceId: tag, requestId: null, targets, reason: "credit" };
    const got = await ledger.adjust(adjustment);
    expect(got).toBe(oracle.adjust(adjustment, now(), () => target));
    if (!got) return;
    count("adjusted");
    adjustments.push({ id: adjustment.id, targets: [{ ruleId: target.ruleId, subject, delta: BigInt(amount) }] });
  }

  /** A ledger never goes behind its last change; what it was merely asked need not stay with it. */
  async function stamp(id: string): Promise<void> {
    await ledger.record(id, { outcome: "refused", fields: {} });
    records.set(id, { createdAtMs: now(), closedAtMs: now(), crossed: [], isReaped: false });
  }

  async function take(step: Step, n: number): Promise<void> {
    switch (step.kind) {
      case "admit":
        return await admit(step, `${tag}-${n}`);
      case "settle":
        return await settle(step);
      case "adjust":
        return await adjust(step);
      case "bump":
        await ledger.bump(versions(step.version));
        oracle.bump(versions(step.version));
        expect(await ledger.fresh(versions(3))).toBe(oracle.isFresh(versions(3)));
        return;
      case "reap": {
        const got = await ledger.reap();
        const expected = oracle.reap(now());
        for (const { id, crossed } of expected) noteClosed(id, crossed, true);
        if (expected.length > 0) count("reaped");
        expect(got).toBe(expected.length);
        return;
      }
      case "wait": {
        const boundary = step.toBoundaryOf === null ? undefined : periods[step.toBoundaryOf % rules.length];
        if (!boundary && step.ms < 0) await stamp(`${tag}-back-${n}`);
        clock.set(boundary ? boundary(now()).current.endMs - (step.ms % 2) : clock.nowMs() + step.ms);
        return;
      }
      default:
        return await change(step);
    }
  }

  async function change(
    step: Extract<Step, { kind: "repeat" | "start" | "cancel" | "extend" | "renew" | "replace" }>,
  ): Promise<void> {
    const waiting = oracle.facts.filter((fact) => fact.end === "open" && fact.isWaiting);
    const from = step.kind === "repeat" ? remembered() : step.kind === "start" ? waiting : open();
    const fact = picked(from, step.pick);
    if (!fact) return;
    const { id } = fact;
    if (step.kind === "repeat") await repeat(fact);
    if (step.kind === "start") {
      const got = await ledger.start(id);
      const expected = oracle.start(id, now());
      count(`start ${expected.outcome}`);
      expect(got.outcome).toBe(expected.outcome);
      if (got.outcome === "refused" && expected.by) expect(shown(got.by)).toEqual(plain(expected.by));
    }
    if (step.kind === "cancel") {
      expect(await ledger.cancel(id, { outcome: "cancelled", fields: {} })).toBe(true);
      noteClosed(id, oracle.cancel(id, now()) ?? []);
    }
    if (step.kind === "extend")
      sameChange("extend", await ledger.extend(id, step.amounts), oracle.extend(id, step.amounts, now()));
    if (step.kind === "renew") expect(await ledger.renew(id, step.amounts)).toBe(oracle.renew(id, step.amounts, now()));
    if (step.kind === "replace") {
      const subject = fact.takes[0]?.check.subject ?? "";
      const candidate = planned(step.candidate, subject, step.amount);
      sameChange("replace", await ledger.replace(id, candidate), oracle.replace(id, candidate, now()));
    }
  }

  async function compareCounters(): Promise<void> {
    const got = await ledger.balances(rules.map((_, index) => ({ ruleId: `${tag}:${index}` })));
    const expected = [];
    for (const index of rules.keys()) {
      for (const subject of SUBJECTS) {
        const check = checkOf(index, subject, 0, 0);
        const { used, held, debt } = oracle.balance(check, now());
        const owed = unitsOwed(debt) - held;
        const counts = isBucketCheck(check) ? (owed > 0n ? owed : 0n) : used;
        if (counts !== 0n || held !== 0n) expected.push([check.ruleId, subject, counts, held].join(" "));
      }
    }
    expect(got.map((one) => [one.ruleId, one.subject, one.used, one.held].join(" ")).sort()).toEqual(expected.sort());
  }

  async function compareHolds(): Promise<void> {
    const expected = open().map((fact) => [
      fact.id,
      fact.leaseEndsAtMs,
      ...fact.takes.map(({ held }) => held.reduce((sum, amount) => sum + amount, 0n)).filter((held) => held > 0n),
    ]);
    const got = await ledger.openHolds({ workspaceId: tag });
    const lines = got.map((one) => [one.requestId, one.leaseEndsAtMs, ...one.amounts.map(({ amount }) => amount)]);
    expect(lines.map((line) => line.join(" ")).sort()).toEqual(expected.map((line) => line.join(" ")).sort());
  }

  for (const [n, step] of steps.entries()) {
    await take(step, n);
    await compareCounters();
    count("steps");
  }
  await compareHolds();
  for (const { id } of open()) {
    await ledger.cancel(id, { outcome: "cancelled", fields: {} });
    noteClosed(id, oracle.cancel(id, now()) ?? []);
  }
  await compareCounters();
  await compareWhatLeaves(ledger, records, adjustments);
}

async function compareWhatLeaves(
  ledger: Ledger,
  records: ReadonlyMap<string, Closed>,
  adjustments: readonly Late[],
): Promise<void> {
  const batch = await ledger.drain(10_000);
  await ledger.acknowledge(batch.ids);
  const thresholds = (crossed: readonly { ruleId: string; subject: string; threshold: number }[]) =>
    crossed.map(({ ruleId, subject, threshold }) => `${ruleId} ${subject} ${threshold}`);
  const got = batch.records.map((record) => {
    const crossed = record["crossed_thresholds"];
    return { id: record.request_id, at: record.created_at, crossed: Array.isArray(crossed) ? thresholds(crossed) : [] };
  });
  const isReaped = ({ id }: { id: string }) => records.get(id)?.isReaped === true;
  const expected = [...records].map(([id, { createdAtMs, crossed }]) => ({
    id,
    at: new Date(createdAtMs).toISOString(),
    crossed: thresholds(crossed),
  }));
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const settled = (list: typeof got) => list.filter((one) => !isReaped(one)).sort(byId);
  // Requests reaped together may be reaped in any order: which of them crossed a threshold is left open.
  const reaped = (list: typeof got) => ({
    ids: list
      .filter(isReaped)
      .map(({ id, at }) => `${id} ${at}`)
      .sort(),
    crossed: list
      .filter(isReaped)
      .flatMap(({ crossed }) => crossed)
      .sort(),
  });
  expect(settled(got)).toEqual(settled(expected));
  expect(reaped(got)).toEqual(reaped(expected));
  expect(
    batch.adjustments.map(({ id, targets }) =>
      [id, ...targets.flatMap((t) => [t.rule_id, t.subject, t.delta])].join(" "),
    ),
  ).toEqual(
    adjustments.map(({ id, targets }) => [id, ...targets.flatMap((t) => [t.ruleId, t.subject, t.delta])].join(" ")),
  );
}

/** Windows of equal length lie on multiples of their length; the calendar is asked anew. */
function periodAt(rule: Rule | undefined, nowMs: number): Period | null {
  if (!rule) throw new Error("No such rule.");
  const periods = periodsOf(rule);
  if (periods === null || rule.calendar !== null) return periods?.(nowMs).current ?? null;
  const startMs = nowMs - (nowMs % rule.windowMs);
  return { startMs, endMs: startMs + rule.windowMs };
}

const shown = ({ ruleId, subject, limit, used, held, remaining, resetsAtMs, allowed, priority }: Verdict) =>
  [ruleId, subject, limit, used, held, remaining, resetsAtMs, allowed, priority].join(" ");
const plain = ({ ruleId, subject, limit, used, held, remaining, resetsAtMs, allowed, priority }: Seen) =>
  [ruleId, subject, limit, used, held, remaining, resetsAtMs, allowed, priority].join(" ");
const crossedShown = (one: { ruleId: string; subject: string; threshold: number; used: number }) =>
  [one.ruleId, one.subject, one.threshold, one.used].join(" ");
const crossedPlain = (one: Crossed) => [one.ruleId, one.subject, one.threshold, one.used].join(" ");
