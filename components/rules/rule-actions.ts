import type { CreateGeoRegionInput, GeoRegion, UpdateGeoRegionInput } from "@/lib/services/geo-regions/schema";
import type { CreateGeoRuleInput, GeoRule, UpdateGeoRuleInput } from "@/lib/services/geo-rules/schema";
import type { CreateIpRuleInput, IpRule, UpdateIpRuleInput } from "@/lib/services/ip-rules/schema";
import type { CreateModelRuleInput, ModelRule, UpdateModelRuleInput } from "@/lib/services/model-rules/schema";
import type { Action } from "@/lib/ui/server-action";

type Remove = Action<{ id: string }, unknown>;

/** What can be done with rules of access, as server actions that the page hands down. */
export type RuleActions = {
  ip: { create: Action<CreateIpRuleInput, IpRule>; update: Action<UpdateIpRuleInput, IpRule>; remove: Remove };
  geo: { create: Action<CreateGeoRuleInput, GeoRule>; update: Action<UpdateGeoRuleInput, GeoRule>; remove: Remove };
  model: {
    create: Action<CreateModelRuleInput, ModelRule>;
    update: Action<UpdateModelRuleInput, ModelRule>;
    remove: Remove;
  };
  region: {
    create: Action<CreateGeoRegionInput, GeoRegion>;
    update: Action<UpdateGeoRegionInput, GeoRegion>;
    remove: Remove;
  };
};

export type ProjectChoice = { id: string; name: string };
