"use server";

import { defineAction } from "@/lib/server/define-action";
import { createManagementKey, revokeManagementKey } from "@/lib/server/verbs";

const KEYS = { revalidate: "/(dashboard)/[workspace]/settings/management-keys" };

export const createManagementKeyAction = defineAction(createManagementKey, KEYS);
export const revokeManagementKeyAction = defineAction(revokeManagementKey, KEYS);
