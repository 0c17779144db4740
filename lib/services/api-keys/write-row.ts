import type { Database } from "@/lib/adapters/supabase/database.types";
import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { publishVersions } from "@/lib/services/publish-versions";

type ApiKeyPatch = Database["public"]["Tables"]["api_keys"]["Update"];

/** Writes columns of a key that the caller can see, then publishes it. A developer may change only keys of their own. */
export async function writeApiKey(ctx: ServiceContext, id: string, patch: ApiKeyPatch): Promise<void> {
  const { data } = await ctx.db
    .from("api_keys")
    .update(patch)
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .select("id")
    .throwOnError();
  if (data.length === 0) {
    throw new AppError(
      "forbidden",
      "A developer may change only the keys they created. Ask an admin of the workspace.",
    );
  }
  await publishVersions(ctx, [`key:${id}`]);
}
