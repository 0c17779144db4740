import type { Metadata } from "next";
import { readWorkspaceSlug, type WorkspaceRoute } from "@/app/(dashboard)/[workspace]/route-params";
import { RulesView } from "@/components/rules/rules-view";
import { withViewer } from "@/lib/server/load";
import { can, listGeoRegions, listGeoRules, listIpRules, listModelRules, listProjects } from "@/lib/server/verbs";
import * as actions from "./actions";

export const metadata: Metadata = { title: "Rules" };

const LIMIT = 200;

export default async function RulesPage({ params }: WorkspaceRoute) {
  const { ctx, workspace } = await withViewer(await readWorkspaceSlug(params));
  const all = { ctx, input: { limit: LIMIT } };
  const [ip, geo, model, regions, projects] = await Promise.all([
    listIpRules(all),
    listGeoRules(all),
    listModelRules(all),
    listGeoRegions(all),
    listProjects(all),
  ]);
  return (
    <RulesView
      workspace={workspace.slug}
      initial={{ ip: ip.items, geo: geo.items, model: model.items, regions: regions.items }}
      projects={projects.items.map(({ id, name }) => ({ id, name }))}
      actions={{
        ip: {
          create: actions.createIpRuleAction.bind(null, workspace.slug),
          update: actions.updateIpRuleAction.bind(null, workspace.slug),
          remove: actions.deleteIpRuleAction.bind(null, workspace.slug),
        },
        geo: {
          create: actions.createGeoRuleAction.bind(null, workspace.slug),
          update: actions.updateGeoRuleAction.bind(null, workspace.slug),
          remove: actions.deleteGeoRuleAction.bind(null, workspace.slug),
        },
        model: {
          create: actions.createModelRuleAction.bind(null, workspace.slug),
          update: actions.updateModelRuleAction.bind(null, workspace.slug),
          remove: actions.deleteModelRuleAction.bind(null, workspace.slug),
        },
        region: {
          create: actions.createGeoRegionAction.bind(null, workspace.slug),
          update: actions.updateGeoRegionAction.bind(null, workspace.slug),
          remove: actions.deleteGeoRegionAction.bind(null, workspace.slug),
        },
      }}
      canWrite={can(workspace.role, "ip-rules:write")}
    />
  );
}
