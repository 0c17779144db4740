import { isIn, readAddress } from "@/lib/gateway/access/address";
import { hasRules } from "@/lib/gateway/access/rule-list";
import { allowsModel } from "@/lib/gateway/rules/match-pattern";
import type { CompiledKey } from "@/lib/gateway/snapshot/compile-snapshot";
import { ALL_SCOPES } from "@/lib/kernel/key-scopes";
import { decideAccess } from "@/lib/services/access-rules/decision";
import type { AccessKind } from "@/lib/services/access-rules/schema";
import type { AskedCall } from "./asked-call";
import type { CheckStage, EffectiveCheck } from "./schema";

export type Place = { address: string | null; country: string | null };
type Outcome = Pick<EffectiveCheck, "verdict" | "sentence"> & Partial<EffectiveCheck>;
type Listed = EffectiveCheck["rules"][number];

/** What is decided before anything is counted, in the gateway's order: the first that refuses ends the call. */
export function checksOf(compiled: CompiledKey, call: AskedCall, place: Place, nowMs: number): EffectiveCheck[] {
  return [
    check("key_state", checkState(compiled)),
    check("expiry", checkExpiry(compiled, nowMs)),
    check("workspace", checkWorkspace(compiled)),
    ...(compiled.key.project_id === null ? [] : [check("project", checkProject(compiled, compiled.key.project_id))]),
    ...(compiled.key.team_id === null ? [] : [check("team", checkTeam(compiled, compiled.key.team_id))]),
    check("key_addresses", checkKeyAddresses(compiled, place.address)),
    check("addresses", checkRules(compiled, "ip", call, place)),
    check("countries", checkRules(compiled, "geo", call, place)),
    check("providers", checkProviders(compiled, call)),
    check("scopes", checkScopes(compiled)),
    check("models", checkRules(compiled, "model", call, place)),
    check("key_models", checkKeyModels(compiled, call)),
    check("unpriced", checkUnpriced(compiled)),
  ];
}

function check(stage: CheckStage, outcome: Outcome): EffectiveCheck {
  return { stage, code: null, rules: [], decision: null, ...outcome };
}

function checkState({ key }: CompiledKey): Outcome {
  if (key.revoked_at !== null) return { verdict: "refuses", sentence: "The key was revoked.", code: "key_revoked" };
  if (!key.is_active) return { verdict: "refuses", sentence: "The key is switched off.", code: "key_disabled" };
  return { verdict: "passes", sentence: "The key is switched on." };
}

function checkExpiry({ expiresAtMs }: CompiledKey, nowMs: number): Outcome {
  if (expiresAtMs === null) return { verdict: "passes", sentence: "The key never expires." };
  const at = new Date(expiresAtMs).toISOString();
  if (nowMs >= expiresAtMs) return { verdict: "refuses", sentence: `The key expired at ${at}.`, code: "key_expired" };
  return { verdict: "passes", sentence: `The key works until ${at}.` };
}

function checkWorkspace({ slot }: CompiledKey): Outcome {
  return slot.current.facts.panic_mode
    ? {
        verdict: "refuses",
        sentence: "Sentry Mode is on: all calls of the workspace are stopped.",
        code: "workspace_frozen",
      }
    : { verdict: "passes", sentence: "Sentry Mode is off." };
}

function checkProject({ slot }: CompiledKey, projectId: string): Outcome {
  return slot.current.frozenProjects.has(projectId)
    ? { verdict: "refuses", sentence: "All calls of its project are stopped.", code: "project_frozen" }
    : { verdict: "passes", sentence: "Its project is not frozen." };
}

function checkTeam({ slot }: CompiledKey, teamId: string): Outcome {
  return slot.current.blockedTeams.has(teamId)
    ? { verdict: "refuses", sentence: "All calls of its team are blocked.", code: "subject_blocked" }
    : { verdict: "passes", sentence: "Its team is not blocked." };
}

function checkKeyAddresses({ key, allowedRanges }: CompiledKey, address: string | null): Outcome {
  if (allowedRanges === null) return { verdict: "passes", sentence: "The key may be used from anywhere." };
  const rules = key.allowed_ips.map((what): Listed => ({ id: null, action: "allow", what, level: "key" }));
  const ranges = key.allowed_ips.join(", ");
  if (address === null) return { verdict: "depends", sentence: `The key may be used from ${ranges}.`, rules };
  const words = readAddress(address);
  const isInside = words !== null && allowedRanges.some((range) => range !== null && isIn(range, words));
  return isInside
    ? { verdict: "passes", sentence: `${address} is one of the key's addresses.`, rules }
    : { verdict: "refuses", sentence: `The key may be used from ${ranges} only.`, code: "ip_not_allowed", rules };
}

const CODES: Readonly<Record<AccessKind, string>> = {
  ip: "ip_not_allowed",
  geo: "geo_blocked",
  model: "model_not_allowed",
};
const NOUNS: Readonly<Record<AccessKind, string>> = { ip: "addresses", geo: "countries", model: "models" };

function checkRules({ key, slot }: CompiledKey, kind: AccessKind, call: AskedCall, place: Place): Outcome {
  const { facts, access } = slot.current;
  const lists = { ip: access.ip, geo: access.geo, model: access.models }[kind];
  const rules = listedRules(facts, kind, key.project_id);
  if (!hasRules(lists, key.project_id))
    return { verdict: "passes", sentence: `No rule is about ${NOUNS[kind]}.`, rules };
  const [decision] = decideAccess(facts, {
    projectId: key.project_id,
    address: kind === "ip" ? place.address : null,
    country: kind === "geo" ? place.country : null,
    model: kind === "model" && call.model !== null ? { slug: call.provider?.slug ?? "", model: call.model } : null,
  });
  // Without its provider a model is not held against a pattern such as openai/*.
  const isHalfAsked = kind === "model" && call.provider === null && rules.some(({ what }) => what.includes("/"));
  if (decision === undefined || (isHalfAsked && decision.reason !== "denied"))
    return { verdict: "depends", sentence: `Rules decide about ${NOUNS[kind]}.`, rules };
  return decision.is_allowed
    ? { verdict: "passes", sentence: decision.sentence, rules, decision }
    : { verdict: "refuses", sentence: decision.sentence, code: CODES[kind], rules, decision };
}

function listedRules(
  facts: CompiledKey["slot"]["current"]["facts"],
  kind: AccessKind,
  projectId: string | null,
): Listed[] {
  const all = {
    ip: facts.ip_rules.map(({ cidr, ...rule }) => ({ ...rule, what: cidr })),
    geo: facts.geo_rules.map(({ code, ...rule }) => ({ ...rule, what: code })),
    model: facts.model_rules.map(({ pattern, ...rule }) => ({ ...rule, what: pattern })),
  }[kind];
  return all
    .filter((rule) => rule.project_id === null || rule.project_id === projectId)
    .map(({ id, action, what, project_id }) => ({
      id,
      action,
      what,
      level: project_id === null ? "workspace" : "project",
    }));
}

function checkProviders({ key, slot }: CompiledKey, { provider }: AskedCall): Outcome {
  const own = slot.current.facts.providers.filter(
    ({ id }) => key.all_providers || key.providers.some((entry) => entry.provider_id === id),
  );
  const slugs = own.map(({ slug }) => slug).join(", ") || "none";
  if (provider === null) {
    return key.all_providers
      ? { verdict: "passes", sentence: "The key may call every provider." }
      : {
          verdict: own.length === 0 ? "refuses" : "depends",
          sentence: `The key may call: ${slugs}.`,
          code: own.length === 0 ? "provider_not_found" : null,
        };
  }
  const found = own.find(({ id }) => id === provider.id);
  if (found === undefined)
    return { verdict: "refuses", sentence: `The key may call: ${slugs}.`, code: "provider_not_found" };
  return found.is_active
    ? { verdict: "passes", sentence: `The key may call ${found.slug}.` }
    : { verdict: "refuses", sentence: `${found.slug} is switched off.`, code: "provider_not_allowed" };
}

function checkScopes({ key }: CompiledKey): Outcome {
  if (key.scopes.length === 0 || key.scopes.includes(ALL_SCOPES))
    return { verdict: "passes", sentence: "The key may do everything." };
  return { verdict: "depends", sentence: `The key may do: ${key.scopes.join(", ")}; else scope_denied.` };
}

function checkKeyModels({ key }: CompiledKey, { model, provider }: AskedCall): Outcome {
  const entry = key.providers.find((one) => one.provider_id === provider?.id)?.allowed_models ?? [];
  const named = [...key.allowed_models, ...key.providers.flatMap((one) => one.allowed_models)];
  const rules = [...new Set(named)].map((what): Listed => ({ id: null, action: "allow", what, level: "key" }));
  if (named.length === 0) return { verdict: "passes", sentence: "The key itself allows every model." };
  const sentence = `The key itself allows: ${[...new Set(named)].join(", ")}.`;
  const isHalfAsked = provider === null && (named.some((pattern) => pattern.includes("/")) || hasOwnLists(key));
  if (model === null || isHalfAsked) return { verdict: "depends", sentence, rules };
  const slug = provider?.slug ?? "";
  return allowsModel(key.allowed_models, slug, model) && allowsModel(entry, slug, model)
    ? { verdict: "passes", sentence: `The key itself allows ${model}.`, rules }
    : { verdict: "refuses", sentence, code: "model_not_allowed", rules };
}

/** Whether a provider of the key has models of its own. */
function hasOwnLists(key: CompiledKey["key"]): boolean {
  return key.providers.some(({ allowed_models }) => allowed_models.length > 0);
}

function checkUnpriced({ key }: CompiledKey): Outcome {
  switch (key.unpriced_policy) {
    case "block":
      return { verdict: "depends", sentence: "A model without a known price is refused.", code: "model_unpriced" };
    case "allow_and_alarm":
      return { verdict: "passes", sentence: "A model without a known price passes; its cost stays unknown." };
    case "floor_price":
      return { verdict: "passes", sentence: "A model without a known price passes at the floor price." };
  }
}
