import { subjectText } from "@/components/metering/dimension-words";
import { RuleScope, type RuleSubject } from "@/lib/services/rules/schema";

const SCOPES: Readonly<Record<RuleScope, string>> = {
  TENANT: "The whole workspace",
  API_KEY: "A key",
  MODEL: "A model",
  MODEL_TIER: "A model tier",
  USER_MODEL: "End users by model",
  CUSTOMER: "A customer",
  TEAM: "A team",
  PROJECT: "A project",
  MEMBER: "A member",
  END_USER: "End users",
  TAG: "A tag",
  PROVIDER: "A provider",
  ENDPOINT: "An endpoint",
  KEY_PROVIDER: "A key at a provider",
};

export const SCOPE_OPTIONS = RuleScope.options.map((value) => ({ value, label: SCOPES[value] }));

type Filtered = { name: string; scope: string; applies_to: readonly RuleSubject[] };

/** Whether a rule is what was looked for, by its name or by what a subject of it is called. */
export function matchesRule(rule: Filtered, { q, scope }: { q: string; scope: string | null }): boolean {
  if (scope !== null && rule.scope !== scope) return false;
  const text = [rule.name, ...rule.applies_to.map(subjectText)].join(" ").toLowerCase();
  return text.includes(q.trim().toLowerCase());
}
