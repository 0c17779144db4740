import { z } from "zod";
import { Id, ModelPatterns, Name } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

/** The upstream's secret: written, never read back. */
export const CredentialSecret = z
  .string()
  .trim()
  .min(1, "Paste the upstream's API key.")
  .max(8000, "Use at most 8,000 characters.")
  .regex(/^[\x20-\x7e]+$/, "Use printable ASCII characters only: check what was pasted.");

const credentialSettings = {
  name: Name,
  project_id: Id.nullable().optional(),
  models: ModelPatterns.optional(),
  weight: z.number().positive("Use a weight above 0.").max(1_000_000).optional(),
  enabled: z.boolean().optional(),
};

export const CreateProviderCredentialInput = z.strictObject({
  ...credentialSettings,
  provider_id: Id,
  api_key: CredentialSecret,
});
export type CreateProviderCredentialInput = z.input<typeof CreateProviderCredentialInput>;

/** Only what is given changes; a given `api_key` replaces the stored one. */
export const UpdateProviderCredentialInput = z.strictObject({
  ...credentialSettings,
  id: Id,
  name: Name.optional(),
  api_key: CredentialSecret.optional(),
});
export type UpdateProviderCredentialInput = z.input<typeof UpdateProviderCredentialInput>;

export const ListProviderCredentialsInput = PageInput.extend({ provider_id: Id.optional() });
export type ListProviderCredentialsInput = z.input<typeof ListProviderCredentialsInput>;

export const ProviderCredential = z.strictObject({
  id: z.string(),
  provider_id: z.string(),
  project_id: z.string().nullable(),
  name: z.string(),
  models: z.array(z.string()),
  weight: z.number(),
  enabled: z.boolean(),
  /** Whether a secret is stored. */
  has_secret: z.boolean(),
  created_at: z.string(),
});
export type ProviderCredential = z.infer<typeof ProviderCredential>;
