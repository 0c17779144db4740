"use server";

import { defineAction } from "@/lib/server/define-action";
import { createRateLimit, deleteRateLimit, resetRateLimit, updateRateLimit } from "@/lib/server/verbs";

const LIMITS = { revalidate: "/(dashboard)/[workspace]/limits" };

export const createRateLimitAction = defineAction(createRateLimit, LIMITS);
export const updateRateLimitAction = defineAction(updateRateLimit, LIMITS);
export const resetRateLimitAction = defineAction(resetRateLimit, LIMITS);
export const deleteRateLimitAction = defineAction(deleteRateLimit, LIMITS);
