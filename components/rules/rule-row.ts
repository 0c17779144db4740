import type { GeoRegion } from "@/lib/services/geo-regions/schema";
import type { GeoRule } from "@/lib/services/geo-rules/schema";
import type { IpRule } from "@/lib/services/ip-rules/schema";
import type { ModelRule } from "@/lib/services/model-rules/schema";
import { countryName } from "@/lib/ui/countries";

export const RULE_KINDS = ["ip", "geo", "model"] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** A rule of any kind, as the list shows it. */
export type RuleRow = {
  kind: RuleKind;
  id: string;
  /** As it is written: range, code or pattern. */
  what: string;
  /** What that means, where it does not say so itself. */
  meaning: string | null;
  action: "allow" | "deny";
  project_id: string | null;
  note: string | null;
  is_active: boolean;
  created_at: string;
};

export type RuleLists = { ip: IpRule[]; geo: GeoRule[]; model: ModelRule[]; regions: GeoRegion[] };

export function rowsOf(kind: RuleKind, lists: RuleLists): RuleRow[] {
  switch (kind) {
    case "ip":
      return lists.ip.map(({ cidr, updated_at: _, ...rule }) => ({ ...rule, kind, what: cidr, meaning: null }));
    case "geo":
      return lists.geo.map(({ scope, code, updated_at: _, ...rule }) => ({
        ...rule,
        kind,
        what: code,
        meaning: scope === "country" ? countryName(code) : regionMeaning(code, lists.regions),
      }));
    case "model":
      return lists.model.map(({ pattern, updated_at: _, ...rule }) => ({
        ...rule,
        kind,
        what: pattern,
        meaning: null,
      }));
  }
}

function regionMeaning(code: string, regions: readonly GeoRegion[]): string {
  const region = regions.find((one) => one.code === code);
  return region ? `${region.name}, ${region.countries.length} countries` : "a region";
}

/** Kinds in words, for titles, buttons and sentences. */
export const KIND_WORDS: Readonly<Record<RuleKind, { tab: string; one: string; empty: string; hint: string }>> = {
  ip: {
    tab: "Addresses",
    one: "address rule",
    empty:
      "Any address may call. Allow a network, and only what is allowed may call; deny one, and all others still may.",
    hint: "The caller's own address counts, or behind trusted proxies the last one that is none of them.",
  },
  geo: {
    tab: "Countries",
    one: "country rule",
    empty: "Any country may call. Allow some, and only they may call; deny some, and all others still may.",
    hint: "An address whose country is not known passes only where nothing is allowed by name.",
  },
  model: {
    tab: "Models",
    one: "model rule",
    empty: "Any model may be asked for. Allow some, and only they may be; deny some, and all others still may.",
    hint: "A pattern is held against the model's name and against provider/model; * is any run but /.",
  },
};
