"use server";

import { defineAction } from "@/lib/server/define-action";
import {
  createProvider,
  createProviderCredential,
  deleteProvider,
  deleteProviderCredential,
  updateProvider,
  updateProviderCredential,
} from "@/lib/server/verbs";

const PROVIDERS = { revalidate: "/(dashboard)/[workspace]/providers" };

export const createProviderAction = defineAction(createProvider, PROVIDERS);
export const updateProviderAction = defineAction(updateProvider, PROVIDERS);
export const deleteProviderAction = defineAction(deleteProvider, PROVIDERS);
export const createCredentialAction = defineAction(createProviderCredential, PROVIDERS);
export const updateCredentialAction = defineAction(updateProviderCredential, PROVIDERS);
export const deleteCredentialAction = defineAction(deleteProviderCredential, PROVIDERS);
