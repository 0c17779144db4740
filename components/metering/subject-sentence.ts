import { dimensionWord, joinWords } from "./dimension-words";

/** One subject that a rule names: the dimension and what it is called. */
export type NamedSubject = { dimension: string; name: string };
export type Callers = { subjects: readonly NamedSubject[]; per: readonly string[]; path?: string; method?: string };

/** `Each end user of project “Search”`, `All calls on model gpt-* together`: whom a rule is about. */
export function whoSentence({ subjects, per, path = "", method = "" }: Callers): string {
  const bounds = [...subjects.map(boundOf), path === "" ? "" : `at path ${path}`, method === "" ? "" : `by ${method}`];
  const about = bounds.filter(Boolean).join(" ");
  const counters = per.map(dimensionWord);
  if (counters.length === 0)
    return about === "" ? "All calls of this workspace together" : `All calls ${about} together`;
  return `Each ${joinWords(counters)}${about === "" ? "" : ` in calls ${about}`}`;
}

const PLAIN: ReadonlySet<string> = new Set(["model", "end_user", "tag"]);
const PREPOSITIONS: Readonly<Record<string, string>> = {
  api_key: "with",
  member: "with a key of",
  end_user: "by",
  tag: "with",
  model: "on",
  model_tier: "on",
  provider: "to",
  credential: "with",
  endpoint: "to",
};

function boundOf({ dimension, name }: NamedSubject): string {
  const quoted = PLAIN.has(dimension) ? name : `“${name}”`;
  return `${PREPOSITIONS[dimension] ?? "of"} ${dimensionWord(dimension)} ${quoted}`;
}
