"use server";

import { defineAction } from "@/lib/server/define-action";
import {
  createGeoRegion,
  createGeoRule,
  createIpRule,
  createModelRule,
  deleteGeoRegion,
  deleteGeoRule,
  deleteIpRule,
  deleteModelRule,
  updateGeoRegion,
  updateGeoRule,
  updateIpRule,
  updateModelRule,
} from "@/lib/server/verbs";

const RULES = { revalidate: "/(dashboard)/[workspace]/rules" };

export const createIpRuleAction = defineAction(createIpRule, RULES);
export const updateIpRuleAction = defineAction(updateIpRule, RULES);
export const deleteIpRuleAction = defineAction(deleteIpRule, RULES);
export const createGeoRuleAction = defineAction(createGeoRule, RULES);
export const updateGeoRuleAction = defineAction(updateGeoRule, RULES);
export const deleteGeoRuleAction = defineAction(deleteGeoRule, RULES);
export const createModelRuleAction = defineAction(createModelRule, RULES);
export const updateModelRuleAction = defineAction(updateModelRule, RULES);
export const deleteModelRuleAction = defineAction(deleteModelRule, RULES);
export const createGeoRegionAction = defineAction(createGeoRegion, RULES);
export const updateGeoRegionAction = defineAction(updateGeoRegion, RULES);
export const deleteGeoRegionAction = defineAction(deleteGeoRegion, RULES);
