import { compilePattern, matchesCompiledModel, type Pattern } from "@/lib/gateway/rules/match-pattern";
import type { SnapshotAccess } from "@/lib/gateway/snapshot/snapshot-schema";
import { type AddressRange, isIn, readAddress, readRange } from "./address";
import { type AccessVerdict, compileRules, decideRules, hasRules, type RuleLists } from "./rule-list";

type Rules = Pick<SnapshotAccess, "ip_rules" | "geo_rules" | "geo_regions" | "model_rules">;
type Model = { slug: string; model: string };

/** A workspace's rules about addresses, countries and models, made ready for calls. */
export type CompiledAccess = {
  ip: RuleLists<AddressRange | null>;
  geo: RuleLists<ReadonlySet<string>>;
  models: RuleLists<Pattern>;
  /** The first of the named regions that a country lies in. */
  regionOf: ReadonlyMap<string, string>;
};

export function compileAccess(rules: Rules): CompiledAccess {
  const regions = new Map(rules.geo_regions.map(({ code, countries }) => [code, new Set(countries)]));
  const regionOf = new Map<string, string>();
  for (const { code, countries } of rules.geo_regions) {
    for (const country of countries) if (!regionOf.has(country)) regionOf.set(country, code);
  }
  return {
    ip: compileRules(rules.ip_rules, ({ cidr }) => readRange(cidr)),
    // A region that was deleted has no countries: its deny refuses nobody, its allow lets nobody in.
    geo: compileRules(rules.geo_rules, ({ scope, code }) =>
      scope === "country" ? new Set([code]) : (regions.get(code) ?? new Set<string>()),
    ),
    models: compileRules(rules.model_rules, ({ pattern }) => compilePattern(pattern)),
    regionOf,
  };
}

/** Whether the keys of this project may call from the address. */
export function decideIp(access: CompiledAccess, projectId: string | null, address: string): AccessVerdict {
  return decideRules(access.ip, projectId, hasRules(access.ip, projectId) ? readAddress(address) : null, isInRange);
}

/** Null: nobody knows the country, which only a list without an allow lets pass. */
export function decideGeo(access: CompiledAccess, projectId: string | null, country: string | null): AccessVerdict {
  return decideRules(access.geo, projectId, country, hasCountry);
}

/** Whether the keys of this project may call the model; null: it cannot be read, and any rule about models refuses it. */
export function decideModel(
  access: CompiledAccess,
  projectId: string | null,
  slug: string,
  model: string | null,
): AccessVerdict {
  if (!hasRules(access.models, projectId)) return decideRules(access.models, projectId, null, isModel);
  if (model === null) return UNREADABLE_MODEL;
  return decideRules(access.models, projectId, { slug, model }, isModel);
}

const UNREADABLE_MODEL: AccessVerdict = { isAllowed: false, reason: "none_matches", ruleId: null };

function isInRange(range: AddressRange | null, address: readonly number[]): boolean {
  return range !== null && isIn(range, address);
}

function hasCountry(countries: ReadonlySet<string>, country: string): boolean {
  return countries.has(country);
}

function isModel(pattern: Pattern, { slug, model }: Model): boolean {
  return matchesCompiledModel(pattern, slug, model);
}
