"use server";

import { defineAction } from "@/lib/server/define-action";
import { createApiKey, deleteApiKey, revokeApiKey, updateApiKey } from "@/lib/server/verbs";

const KEYS = { revalidate: "/(dashboard)/[workspace]/keys" };

export const createApiKeyAction = defineAction(createApiKey, KEYS);
export const updateApiKeyAction = defineAction(updateApiKey, KEYS);
export const revokeApiKeyAction = defineAction(revokeApiKey, KEYS);
export const deleteApiKeyAction = defineAction(deleteApiKey, KEYS);
