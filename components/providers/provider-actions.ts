import type {
  CreateProviderCredentialInput,
  ProviderCredential,
  UpdateProviderCredentialInput,
} from "@/lib/services/provider-credentials/schema";
import type { CreateProviderInput, Provider, UpdateProviderInput } from "@/lib/services/providers/schema";
import type { Action } from "@/lib/ui/server-action";

/** What can be done with providers and their credentials, as server actions that the page hands down. */
export type ProviderActions = {
  create: Action<CreateProviderInput, Provider>;
  update: Action<UpdateProviderInput, Provider>;
  remove: Action<{ id: string }, unknown>;
  createCredential: Action<CreateProviderCredentialInput, ProviderCredential>;
  updateCredential: Action<UpdateProviderCredentialInput, ProviderCredential>;
  removeCredential: Action<{ id: string }, unknown>;
};
