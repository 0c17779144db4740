"use server";

import { defineAction } from "@/lib/server/define-action";
import { createApiKey, deleteApiKey, revokeApiKey, rotateApiKey, updateApiKey } from "@/lib/server/verbs";

const KEYS = { revalidate: "/(dashboard)/[workspace]/keys", scope: "layout" } as const;

export const createApiKeyAction = defineAction(createApiKey, KEYS);
export const updateApiKeyAction = defineAction(updateApiKey, KEYS);
export const rotateApiKeyAction = defineAction(rotateApiKey, KEYS);
export const revokeApiKeyAction = defineAction(revokeApiKey, KEYS);
export const deleteApiKeyAction = defineAction(deleteApiKey, KEYS);
