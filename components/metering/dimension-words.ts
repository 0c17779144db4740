import type { RuleSubject, SubjectColumn } from "@/lib/services/rules/schema";

type Words = { one: string; heading: string };

/** What people call the dimensions of a rule. */
const WORDS: Readonly<Record<string, Words>> = {
  customer: { one: "customer", heading: "Customer" },
  team: { one: "team", heading: "Team" },
  project: { one: "project", heading: "Project" },
  api_key: { one: "key", heading: "Key" },
  member: { one: "member", heading: "Member" },
  end_user: { one: "end user", heading: "End user" },
  tag: { one: "tag", heading: "Tag" },
  provider: { one: "provider", heading: "Provider" },
  endpoint: { one: "endpoint", heading: "Endpoint" },
  credential: { one: "credential", heading: "Credential" },
  model: { one: "model", heading: "Model" },
  model_tier: { one: "model tier", heading: "Model tier" },
};

/** The dimensions that a rule may name, in the order of the form. */
export const NAMED_COLUMNS: readonly SubjectColumn[] = [
  "project_id",
  "api_key_id",
  "team_id",
  "customer_id",
  "member_id",
  "end_user_id",
  "tag",
  "model_pattern",
  "model_tier_id",
  "provider_id",
  "credential_id",
  "endpoint_id",
];

/** The dimensions of which each value may have a counter of its own, in the order of the form. */
export const COUNTED_DIMENSIONS = [
  "api_key",
  "end_user",
  "project",
  "team",
  "customer",
  "member",
  "model",
  "provider",
  "credential",
  "tag",
] as const;

export function dimensionWord(dimension: string): string {
  return WORDS[bare(dimension)]?.one ?? dimension;
}

export function dimensionHeading(dimension: string): string {
  return WORDS[bare(dimension)]?.heading ?? dimension;
}

/** `gpt-4o`, `Search`, or `no end user` for calls that had none. */
export function subjectText({ dimension, value, name }: RuleSubject): string {
  if (value === "") return `no ${dimensionWord(dimension)}`;
  return name ?? value;
}

/** `end user and model`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function bare(dimension: string): string {
  return dimension.replace(/_(?:id|pattern)$/, "");
}
