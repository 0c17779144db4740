import type { ServiceContext } from "@/lib/services/context";
import { visibleRegions } from "@/lib/services/geo-regions/load";
import { checkProject } from "@/lib/services/projects/check-project";
import { requireScope } from "@/lib/services/require-scope";
import { type AccessRules, decideAccess } from "./decision";
import { type AccessAnswer, GetAccessDecisionInput } from "./schema";

/** What the rules of access say to a call that nobody makes, and which of them decides. */
export async function getAccessDecision(call: {
  ctx: ServiceContext;
  input: GetAccessDecisionInput;
}): Promise<AccessAnswer> {
  const { ctx } = call;
  requireScope(ctx, "ip-rules:read");
  requireScope(ctx, "geo-rules:read");
  requireScope(ctx, "model-rules:read");
  const input = GetAccessDecisionInput.parse(call.input);
  await checkProject(ctx, input.project_id);

  const decisions = decideAccess(await loadActiveRules(ctx), {
    projectId: input.project_id ?? null,
    address: input.address ?? null,
    country: input.country ?? (input.address === undefined ? null : await ctx.countryOf(input.address)),
    model: input.model === undefined ? null : { slug: input.provider ?? "", model: input.model },
  });
  return { is_allowed: decisions.every((decision) => decision.is_allowed), decisions };
}

async function loadActiveRules(ctx: ServiceContext): Promise<AccessRules> {
  const active = { workspace_id: ctx.workspaceId, is_active: true };
  const [ip, geo, models, regions] = await Promise.all([
    ctx.db.from("ip_rules").select("id, project_id, action, cidr").match(active).order("id").throwOnError(),
    ctx.db.from("geo_rules").select("id, project_id, action, scope, code").match(active).order("id").throwOnError(),
    ctx.db.from("model_rules").select("id, project_id, action, pattern").match(active).order("id").throwOnError(),
    visibleRegions(ctx),
  ]);
  return {
    ip_rules: ip.data.map((rule) => ({ ...rule, cidr: String(rule.cidr) })),
    geo_rules: geo.data,
    geo_regions: regions,
    model_rules: models.data,
  };
}
