import type {
  Admission,
  Balance,
  Crossing,
  HoldChange,
  OpenHold,
  RecordFields,
  RefusedCandidate,
  SettleResult,
  Versions,
} from "@/lib/ledger/port";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { Verdict } from "@/lib/ledger/rules";
import { metricOf } from "./encode";
import { partsOfCounterKey } from "./keys";
import { type Lists, listsOf, type StoredLists, wordsAt } from "./lists";

type VerdictNumbers = readonly [number, number, number, number, number | null, 0 | 1];
type CrossingNumbers = readonly [number, number, number, number, number, number];
type PassedNumbers = readonly (readonly [string, readonly VerdictNumbers[]])[];

type AdmitAnswer =
  | readonly ["late"]
  | readonly ["lost"]
  | readonly ["stale", readonly (readonly [number, number])[]]
  | readonly ["refused", number, VerdictNumbers, readonly VerdictNumbers[], PassedNumbers]
  | Admitted
  | readonly ["again", Admitted, StoredLists];
type Admitted = readonly ["admitted", number, number, string, readonly VerdictNumbers[], PassedNumbers];

export function decodeAdmission(reply: unknown, lists: () => Lists, versions: Versions): Admission {
  if (Array.isArray(reply)) return decodeAdmitted(reply, lists);
  const answer = parsed<AdmitAnswer>(reply);
  switch (answer[0]) {
    case "late":
      throw new LedgerUnavailable("The store took the admission up after its caller had stopped waiting.");
    case "lost":
      return { outcome: "lost" };
    case "stale": {
      const names = Object.keys(versions);
      return { outcome: "stale", versions: Object.fromEntries(answer[1].map(([at, n]) => [names[at], n])) };
    }
    case "refused": {
      const [, nowMs, by, verdicts, passed] = answer;
      const words = lists();
      return {
        outcome: "refused",
        by: verdictOf(by, words),
        verdicts: verdicts.map((v) => verdictOf(v, words)),
        passedOver: passedOver(passed, words),
        nowMs,
      };
    }
    case "again":
      return admitted(answer[1], listsOf(answer[2]));
    case "admitted":
      return admitted(answer, lists());
  }
}

function admitted([, createdAtMs, waitMs, candidateId, verdicts, passed]: Admitted, lists: Lists): Admission {
  return {
    outcome: "admitted",
    candidateId,
    verdicts: verdicts.map((v) => verdictOf(v, lists)),
    passedOver: passedOver(passed, lists),
    waitMs,
    createdAtMs,
  };
}

/** An admission: when, how long to wait, which candidate, who was passed over, its place, then four numbers a check. */
function decodeAdmitted(flat: readonly unknown[], lists: () => Lists): Admission {
  if (flat[0] === "again") {
    const told = listsOf(parsed<StoredLists>(flat[2]));
    return decodeAdmitted(Array.isArray(flat[1]) ? flat[1] : [], () => told);
  }
  const [word, createdAtMs, waitMs, candidateId, passed, index, ...standings] = flat;
  if (word !== "admitted") throw new LedgerUnavailable("The store answered an admission with something else.");
  const words = lists();
  const common = words[0]?.length ?? 0;
  const verdicts = Array.from({ length: standings.length / 4 }, (_, n): Verdict => {
    const [used, held, resets, allowed] = standings.slice(n * 4, n * 4 + 4).map(Number);
    const place = n < common ? ([0, n] as const) : ([Number(index), n - common] as const);
    const resetsAtMs = resets === undefined || resets < 0 ? null : resets;
    return verdictOf([...place, used ?? 0, held ?? 0, resetsAtMs, allowed === 1 ? 1 : 0], words);
  });
  return {
    outcome: "admitted",
    candidateId: String(candidateId),
    verdicts,
    passedOver: passedOver(parsed<PassedNumbers>(passed), words),
    waitMs: Number(waitMs),
    createdAtMs: Number(createdAtMs),
  };
}

type ChangeAnswer =
  | readonly ["held", readonly VerdictNumbers[], StoredLists]
  | readonly ["refused", VerdictNumbers, StoredLists]
  | readonly ["unknown"];

export function decodeHoldChange(reply: unknown): HoldChange {
  const answer = parsed<ChangeAnswer>(reply);
  if (answer[0] === "unknown") return { outcome: "unknown" };
  const lists = listsOf(answer[2]);
  if (answer[0] === "held") return { outcome: "held", verdicts: answer[1].map((v) => verdictOf(v, lists)) };
  return { outcome: "refused", by: verdictOf(answer[1], lists) };
}

type StartAnswer = readonly ["refused", VerdictNumbers, StoredLists] | readonly ["started" | "stale" | "unknown"];

export function decodeStart(reply: unknown) {
  const answer = parsed<StartAnswer>(reply);
  if (answer[0] === "refused") return { outcome: "refused" as const, by: verdictOf(answer[1], listsOf(answer[2])) };
  return { outcome: answer[0] };
}

type SettleAnswer =
  | readonly ["settled" | "late", readonly CrossingNumbers[], StoredLists | readonly []]
  | readonly ["unknown"];

export function decodeSettle(reply: unknown): SettleResult {
  const answer = parsed<SettleAnswer>(reply);
  if (answer[0] === "unknown") return { outcome: "unknown" };
  const [outcome, crossings, told] = answer;
  return { outcome, crossed: told.length === 0 ? [] : crossingsOf(crossings, listsOf(told)) };
}

export function crossingsOf(numbers: readonly CrossingNumbers[], lists: Lists): Crossing[] {
  return numbers.map(([list, pos, threshold, used, limit, periodStartMs]) => {
    const { ruleId, subject } = wordsAt(lists, list, pos);
    return { ruleId, subject, threshold, used, limit, periodStartMs };
  });
}

type BalanceNumbers = readonly [string, number, number, number, number | null, number | null];

export function decodeBalances(rows: readonly BalanceNumbers[]): Balance[] {
  return rows.map(([key, metric, used, held, periodStartMs, periodEndMs]) => ({
    ...partsOfCounterKey(key),
    metric: metricOf(metric) ?? "requests",
    used,
    held,
    periodStartMs,
    periodEndMs,
  }));
}

export function decodeBalancePage(reply: unknown): { rows: Balance[]; last: string | null } {
  const [rows, last] = parsed<readonly [readonly BalanceNumbers[], string | null]>(reply);
  return { rows: decodeBalances(rows), last };
}

export const decodeBalanceList = (reply: unknown) => decodeBalances(parsed<readonly BalanceNumbers[]>(reply));

type HoldNumbers = readonly [
  string,
  string,
  number,
  number,
  readonly (readonly [number, number, number, number | null])[],
  readonly (readonly [number, number])[],
  StoredLists,
];

/** The hold and the rules of all its checks, those included that hold nothing now. */
export function decodeOpenHold(requestId: string, text: unknown, fields: RecordFields) {
  const [workspaceId, candidateId, openedAtMs, leaseEndsAtMs, amounts, all, told] = parsed<HoldNumbers>(text);
  const lists = listsOf(told);
  const hold: OpenHold = {
    requestId,
    workspaceId,
    candidateId,
    fields,
    openedAtMs,
    leaseEndsAtMs,
    amounts: amounts.map(([list, pos, amount, periodStartMs]) => {
      const { ruleId, subject, metric } = wordsAt(lists, list, pos);
      return { ruleId, subject, metric, amount, periodStartMs };
    }),
  };
  return { hold, ruleIds: new Set(all.map(([list, pos]) => wordsAt(lists, list, pos).ruleId)) };
}

function passedOver(passed: PassedNumbers, lists: Lists): RefusedCandidate[] {
  return passed.map(([candidateId, verdicts]) => ({ candidateId, verdicts: verdicts.map((v) => verdictOf(v, lists)) }));
}

function verdictOf([list, pos, used, held, resetsAtMs, allowed]: VerdictNumbers, lists: Lists): Verdict {
  const { ruleId, kind, name, scope, subject, metric, limit, shadow, priority } = wordsAt(lists, list, pos);
  return {
    ruleId,
    kind,
    name,
    scope,
    subject,
    metric,
    limit,
    used,
    held,
    remaining: Math.max(0, limit - used - held),
    resetsAtMs,
    allowed: allowed === 1,
    shadow,
    priority,
  };
}

/** The text was made by our own script, which runs in the store as we sent it. */
export function parsed<T>(reply: unknown): T {
  if (typeof reply !== "string") throw new LedgerUnavailable("The store answered something that is no text.");
  try {
    return JSON.parse(reply) as T;
  } catch (cause) {
    throw new LedgerUnavailable("The store answered something that cannot be read.", { cause });
  }
}
