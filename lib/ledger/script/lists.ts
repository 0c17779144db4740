import { LedgerUnavailable } from "@/lib/ledger/port";
import type { Check, Verdict } from "@/lib/ledger/rules";
import { type Definition, encodeDefinition, metricOf } from "./encode";
import { partsOfCounterKey } from "./keys";

/** What a verdict says of its check. */
export type Words = Pick<
  Verdict,
  "ruleId" | "kind" | "name" | "scope" | "subject" | "metric" | "limit" | "shadow" | "priority"
>;
/** All lists of a request's checks: the common ones first, then each candidate's. */
export type Lists = readonly (readonly Words[])[];

type EncodedWords = readonly [Check["kind"], name: string, scope: string, isShadow: 0 | 1];
type Candidate = readonly [id: string, readonly Definition[]];
type Subjects = readonly (readonly string[])[] | null;
type Planned = readonly [string[], number[], workspace: string, readonly Definition[], readonly Candidate[]];

/** What the store has of checks: of those of the admission, then of each replacement's. */
export type StoredLists = readonly [
  definitions: readonly [Planned, ...Candidate[]],
  subjects: readonly [Subjects, ...Subjects[]],
  words: readonly [readonly (readonly EncodedWords[])[], ...(readonly EncodedWords[])[]],
];

/** What verdicts need of checks beside their definitions and subjects. */
export function encodeWords(checks: readonly Check[]): EncodedWords[] {
  return checks.map(({ kind, name, scope, enforcement }) => [kind, name, scope, enforcement === "shadow" ? 1 : 0]);
}

export function encodeCandidate(id: string, checks: readonly Check[]): Candidate {
  return [id, checks.map(encodeDefinition)];
}

/** "" where no check has one, as most have none. */
export function encodeSubjects(lists: readonly (readonly Check[])[]): string {
  const subjects = lists.map((checks) => checks.map(({ subject }) => subject));
  return subjects.flat().some((subject) => subject !== "") ? JSON.stringify(subjects) : "";
}

export const amountOf = ({ amount }: Check) => amount;

export function listsOf([definitions, subjects, words]: StoredLists): Lists {
  const [[, , , common, candidates], ...replacements] = definitions;
  const [ofAdmission, ...ofReplacements] = subjects;
  const [first, ...later] = words;
  const all = [common, ...[...candidates, ...replacements].map(([, checks]) => checks)];
  const subjectsOfAll = [...first.map((_, list) => ofAdmission?.[list]), ...ofReplacements.map((own) => own?.[0])];
  return [...first, ...later].map((list, at) =>
    list.map((encoded, position) => decodeWords(encoded, all[at]?.[position], subjectsOfAll[at]?.[position] ?? "")),
  );
}

export function wordsOf({ enforcement, ...check }: Check): Words {
  return { ...check, shadow: enforcement === "shadow" };
}

export function wordsAt(lists: Lists, list: number, position: number): Words {
  const words = lists[list]?.[position];
  if (!words) throw new LedgerUnavailable("The store names a check that its request does not have.");
  return words;
}

function decodeWords([kind, name, scope, isShadow]: EncodedWords, definition: Definition | undefined, subject: string) {
  if (definition === undefined) throw new LedgerUnavailable("The store has words of a check that it does not define.");
  const [key, , , metric, limit, , , , , , priority] = definition;
  const { ruleId } = partsOfCounterKey(key);
  const shadow = isShadow === 1;
  return { ruleId, kind, name, scope, subject, metric: metricOf(metric) ?? "requests", limit, shadow, priority };
}
