/** What one call is, in the dimensions that rules speak of. */
export type Subjects = {
  customer: string | null;
  team: string | null;
  project: string | null;
  api_key: string;
  member: string | null;
  end_user: string | null;
  tags: readonly string[];
  /** The upstream path, without query. */
  path: string;
  method: string;
  model: string | null;
  slug: string;
  provider: string;
  credential: string | null;
  /** The provider's endpoint, as its owner declared it. */
  endpoint: string | null;
  tier: string | null;
};

/** What of it is its key's, whatever is called. */
export type KeySubjects = Pick<Subjects, "customer" | "team" | "project" | "api_key" | "member">;

/** The dimensions of a rule's `per`, under the names of the subject columns without `_id`. */
export type Dimension =
  | "customer"
  | "team"
  | "project"
  | "api_key"
  | "member"
  | "end_user"
  | "tag"
  | "provider"
  | "credential"
  | "model";

const DIMENSIONS: ReadonlySet<string> = new Set<Dimension>([
  "customer",
  "team",
  "project",
  "api_key",
  "member",
  "end_user",
  "tag",
  "provider",
  "credential",
  "model",
]);

/** Reads `end_user`, `end_user_id` or `model_pattern` as a dimension; null for what no call has. */
export function dimensionNamed(text: string): Dimension | null {
  const name = text.replace(/_(?:id|pattern)$/, "");
  return isDimension(name) ? name : null;
}

/** Counters that one call has under a rule: one, or one a tag. Dimensions the call lacks share the empty value. */
export function subjectsPer(per: readonly Dimension[], subjects: Subjects): readonly string[] {
  if (per.length === 0) return [""];
  let counters: string[] = [];
  for (const dimension of per) {
    const values =
      dimension === "tag" ? (subjects.tags.length > 0 ? subjects.tags : [""]) : [subjects[dimension] ?? ""];
    const encoded = values.map(encodedOf);
    counters =
      counters.length === 0 ? encoded : counters.flatMap((counter) => encoded.map((value) => `${counter},${value}`));
  }
  return counters;
}

const PLAIN = /^[\w.-]*$/;

/** A value as it stands in a subject. Ids are as they are; half characters, which have no encoding, are told as the replacement character. */
export function encodedOf(value: string): string {
  return PLAIN.test(value) ? value : encodeURIComponent(value.toWellFormed());
}

function isDimension(name: string): name is Dimension {
  return DIMENSIONS.has(name);
}
