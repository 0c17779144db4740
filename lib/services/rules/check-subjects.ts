import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";

const TABLES = {
  customer_id: "customers",
  team_id: "teams",
  project_id: "projects",
  api_key_id: "api_keys",
  member_id: "workspace_members",
  provider_id: "providers",
  endpoint_id: "provider_endpoints",
  credential_id: "provider_credentials",
} as const;
type SubjectColumn = keyof typeof TABLES;
const COLUMNS = Object.keys(TABLES).filter((name): name is SubjectColumn => Object.hasOwn(TABLES, name));

/** Each id that a rule names must be one of the workspace's own. Throws `invalid_input` with a field path each. */
export async function checkSubjects(
  ctx: ServiceContext,
  subjects: Partial<Record<SubjectColumn, string | null | undefined>>,
  path = "",
): Promise<void> {
  const found = await Promise.all(
    COLUMNS.map(async (column) => {
      const id = subjects[column];
      return id === undefined || id === null || (await exists(ctx, TABLES[column], id)) ? null : column;
    }),
  );
  const missing = found.filter((column) => column !== null);
  if (missing.length === 0) return;
  throw new AppError("invalid_input", `Check ${missing.map((column) => path + column).join(", ")}.`, {
    fieldErrors: Object.fromEntries(
      missing.map((column) => [path + column, "There is no such thing in this workspace."]),
    ),
  });
}

async function exists(ctx: ServiceContext, table: (typeof TABLES)[SubjectColumn], id: string): Promise<boolean> {
  const { data } = await ctx.db
    .from(table)
    .select("id")
    .eq("workspace_id", ctx.workspaceId)
    .eq("id", id)
    .limit(1)
    .throwOnError();
  return data.length > 0;
}
