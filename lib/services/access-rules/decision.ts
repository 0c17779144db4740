import {
  type CompiledAccess,
  compileAccess,
  decideGeo,
  decideIp,
  decideModel,
} from "@/lib/gateway/access/access-rules";
import type { AccessVerdict } from "@/lib/gateway/access/rule-list";
import type { SnapshotAccess } from "@/lib/gateway/snapshot/snapshot-schema";
import type { AccessDecision, AccessKind } from "./schema";

export type AccessRules = Pick<SnapshotAccess, "ip_rules" | "geo_rules" | "geo_regions" | "model_rules">;

/** Who calls from where and asks for what; null where that is not asked about. */
export type AccessSubject = {
  projectId: string | null;
  address: string | null;
  country: string | null;
  model: { slug: string; model: string } | null;
};

type Decide = (access: CompiledAccess, projectId: string | null) => AccessVerdict;

/** What the gateway would decide, by its own code, with the rule that decides it in words. */
export function decideAccess(rules: AccessRules, subject: AccessSubject): AccessDecision[] {
  const access = compileAccess(rules);
  const { projectId, address, country, model } = subject;
  const decided = (kind: AccessKind, name: string, decide: Decide) =>
    toDecision(rules, kind, name, projectId, (id) => decide(access, id));
  return [
    ...(address === null ? [] : [decided("ip", address, (own, id) => decideIp(own, id, address))]),
    ...(country === null ? [] : [decided("geo", country, (own, id) => decideGeo(own, id, country))]),
    ...(model === null
      ? []
      : [decided("model", model.model, (own, id) => decideModel(own, id, model.slug, model.model))]),
  ];
}

function toDecision(
  rules: AccessRules,
  kind: AccessKind,
  name: string,
  projectId: string | null,
  decide: (projectId: string | null) => AccessVerdict,
): AccessDecision {
  const verdict = decide(projectId);
  const rule = allRules(rules, kind).find(({ id }) => id === verdict.ruleId);
  // Without a rule to name: the workspace's list is asked first, and what it refuses the project cannot let in.
  const isProject = rule ? rule.project_id !== null : projectId !== null && decide(null).isAllowed;
  const level = verdict.reason === "no_rules" ? null : isProject ? "project" : "workspace";
  return {
    kind,
    subject: name,
    is_allowed: verdict.isAllowed,
    reason: verdict.reason,
    level,
    rule_id: verdict.ruleId,
    rule: rule?.what ?? null,
    sentence: sentenceOf(verdict, name, level, rule?.what ?? null),
  };
}

function allRules(rules: AccessRules, kind: AccessKind) {
  switch (kind) {
    case "ip":
      return rules.ip_rules.map(({ id, project_id, cidr }) => ({ id, project_id, what: cidr }));
    case "geo":
      return rules.geo_rules.map(({ id, project_id, code }) => ({ id, project_id, what: code }));
    case "model":
      return rules.model_rules.map(({ id, project_id, pattern }) => ({ id, project_id, what: pattern }));
  }
}

function sentenceOf(
  { reason, ruleId }: AccessVerdict,
  name: string,
  level: AccessDecision["level"],
  rule: string | null,
): string {
  const whose = level === "project" ? "the project" : "the workspace";
  switch (reason) {
    case "no_rules":
      return `${name} passes: there is no rule that could refuse it.`;
    case "denied":
      return `${name} is refused: ${whose} denies ${rule}.`;
    case "none_matches":
      return `${name} is refused: ${whose} allows some by name, and none of its rules matches.`;
    case "allowed":
      return ruleId === null
        ? `${name} passes: no rule denies it, and ${whose} allows nothing by name.`
        : `${name} passes: ${whose} allows ${rule}.`;
  }
}
