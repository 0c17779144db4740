/** Why access rules let something pass or not, and by which rule. */
export type AccessVerdict = {
  isAllowed: boolean;
  reason: "no_rules" | "allowed" | "denied" | "none_matches";
  ruleId: string | null;
};

export type AccessRule = { id: string; project_id: string | null; action: "allow" | "deny" };

type Entry<Matcher> = { id: string; matcher: Matcher };
type RuleList<Matcher> = { denies: readonly Entry<Matcher>[]; allows: readonly Entry<Matcher>[] };

/** The rules of a workspace and those of each of its projects. */
export type RuleLists<Matcher> = {
  workspace: RuleList<Matcher> | null;
  byProject: ReadonlyMap<string, RuleList<Matcher>>;
};

const NO_RULES: AccessVerdict = { isAllowed: true, reason: "no_rules", ruleId: null };
const NONE_MATCHES: AccessVerdict = { isAllowed: false, reason: "none_matches", ruleId: null };
const PASSES_DENIES: AccessVerdict = { isAllowed: true, reason: "allowed", ruleId: null };

/** Sorts rules by level and action once, so that a call only compares. */
export function compileRules<Rule extends AccessRule, Matcher>(
  rules: readonly Rule[],
  matcherOf: (rule: Rule) => Matcher,
): RuleLists<Matcher> {
  const byProject = new Map<string, RuleList<Matcher>>();
  const list = (of: readonly Rule[]): RuleList<Matcher> => ({
    denies: of.filter(({ action }) => action === "deny").map((rule) => ({ id: rule.id, matcher: matcherOf(rule) })),
    allows: of.filter(({ action }) => action === "allow").map((rule) => ({ id: rule.id, matcher: matcherOf(rule) })),
  });
  const shared = rules.filter((rule) => rule.project_id === null);
  for (const projectId of new Set(rules.map((rule) => rule.project_id))) {
    if (projectId !== null) byProject.set(projectId, list(rules.filter((rule) => rule.project_id === projectId)));
  }
  return { workspace: shared.length > 0 ? list(shared) : null, byProject };
}

/** Whether any rule has a say about the keys of this project. */
export function hasRules(lists: RuleLists<unknown>, projectId: string | null): boolean {
  return lists.workspace !== null || (projectId !== null && lists.byProject.has(projectId));
}

/**
 * The workspace's rules and the project's are two lists, each decided alone, and both must let the call pass: a project
 * can narrow what its workspace allows, never widen it. In a list a deny that matches refuses; else, where the list has
 * an allow, one must match. An unknown subject (null) matches nothing.
 */
export function decideRules<Matcher, Subject>(
  lists: RuleLists<Matcher>,
  projectId: string | null,
  subject: Subject | null,
  matches: (matcher: Matcher, subject: Subject) => boolean,
): AccessVerdict {
  const own = projectId === null ? undefined : lists.byProject.get(projectId);
  if (lists.workspace === null) return own ? decideList(own, subject, matches) : NO_RULES;
  const shared = decideList(lists.workspace, subject, matches);
  return shared.isAllowed && own ? decideList(own, subject, matches) : shared;
}

function decideList<Matcher, Subject>(
  { denies, allows }: RuleList<Matcher>,
  subject: Subject | null,
  matches: (matcher: Matcher, subject: Subject) => boolean,
): AccessVerdict {
  if (subject !== null) {
    for (const { id, matcher } of denies) {
      if (matches(matcher, subject)) return { isAllowed: false, reason: "denied", ruleId: id };
    }
    for (const { id, matcher } of allows) {
      if (matches(matcher, subject)) return { isAllowed: true, reason: "allowed", ruleId: id };
    }
  }
  return allows.length > 0 ? NONE_MATCHES : PASSES_DENIES;
}
