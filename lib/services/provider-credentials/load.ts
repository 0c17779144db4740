import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { storedNumber } from "@/lib/services/stored-number";
import type { ProviderCredential } from "./schema";

export const CREDENTIAL_COLUMNS = "id, provider_id, project_id, name, models, weight, enabled, secret_id, created_at";

type CredentialRow = Omit<ProviderCredential, "has_secret"> & { secret_id: string | null };

export function toProviderCredential({ secret_id: secretId, ...row }: CredentialRow): ProviderCredential {
  return { ...row, weight: storedNumber(row.weight), has_secret: secretId !== null };
}

/** The credential, if it is one of the workspace's. Throws `not_found`. */
export async function loadProviderCredential(ctx: ServiceContext, id: string): Promise<ProviderCredential> {
  const { data } = await ctx.db
    .from("provider_credentials")
    .select(CREDENTIAL_COLUMNS)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new AppError("not_found", "There is no such credential in this workspace.");
  return toProviderCredential(data);
}
