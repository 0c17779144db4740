import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";

type Choice = { provider_id: string; credential_ids: readonly string[] };

/** Each chosen provider must be one of the workspace's, and each chosen credential one of that provider's. */
export async function checkChosenProviders(ctx: ServiceContext, choices: readonly Choice[]): Promise<void> {
  if (choices.length === 0) return;
  const [providers, credentials] = await Promise.all([
    ctx.db
      .from("providers")
      .select("id")
      .eq("workspace_id", ctx.workspaceId)
      .is("deleted_at", null)
      .in(
        "id",
        choices.map((choice) => choice.provider_id),
      )
      .throwOnError(),
    ctx.db.from("provider_credentials").select("id, provider_id").eq("workspace_id", ctx.workspaceId).throwOnError(),
  ]);
  const fieldErrors: Record<string, string> = {};
  for (const [index, choice] of choices.entries()) {
    if (!providers.data.some((provider) => provider.id === choice.provider_id)) {
      fieldErrors[`providers.${index}.provider_id`] = "There is no such provider in this workspace.";
    }
    const own = credentials.data.filter((credential) => credential.provider_id === choice.provider_id);
    if (!choice.credential_ids.every((id) => own.some((credential) => credential.id === id))) {
      fieldErrors[`providers.${index}.credential_ids`] = "There is no such credential of this provider.";
    }
  }
  if (Object.keys(fieldErrors).length > 0) {
    throw new AppError("invalid_input", "A chosen provider or credential does not exist.", { fieldErrors });
  }
}
