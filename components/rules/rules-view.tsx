"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PlusIcon } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { FilterSelect } from "@/components/logs/filter-select";
import type { ProjectChoice, RuleActions } from "@/components/rules/rule-actions";
import { RuleDialogs } from "@/components/rules/rule-dialogs";
import { RulePanel } from "@/components/rules/rule-panel";
import {
  KIND_WORDS,
  RULE_KINDS,
  type RuleKind,
  type RuleLists,
  type RuleRow,
  rowsOf,
} from "@/components/rules/rule-row";
import { rulesQuery } from "@/components/rules/rules-query";
import { rulesSearchParams } from "@/components/rules/rules-search-params";
import { Button } from "@/components/ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { GeoRegion } from "@/lib/services/geo-regions/schema";
import { queryKeys } from "@/lib/ui/query-keys";

export type RuleDialog =
  | { kind: "edit" | "delete"; rule: RuleRow }
  | { kind: "region"; region: GeoRegion | null }
  | { kind: "delete-region"; region: GeoRegion };

type RulesViewProps = {
  workspace: string;
  initial: RuleLists;
  projects: readonly ProjectChoice[];
  actions: RuleActions;
  canWrite: boolean;
};

export function RulesView({ workspace, initial, projects, actions, canWrite }: RulesViewProps) {
  const client = useQueryClient();
  const [state, setState] = useQueryStates(rulesSearchParams);
  const [dialog, setDialog] = useState<RuleDialog | null>(null);
  const { data: lists, error } = useQuery({ ...rulesQuery(workspace), initialData: initial });
  const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.rules(workspace) });
  const project = projects.find(({ id }) => id === state.project) ?? null;
  const shown = (kind: RuleKind) =>
    rowsOf(kind, lists).filter((rule) => project === null || rule.project_id === project.id);
  return (
    <>
      <PageHeader
        title="Rules"
        description="Who may call from where, and which models may be asked for. Deny beats allow."
      >
        <StaleNotice error={error} />
        {projects.length > 0 && (
          <FilterSelect
            label="Project"
            value={project?.id ?? null}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(value) => void setState({ project: value })}
          />
        )}
        {canWrite && shown(state.tab).length > 0 && (
          <Button size="sm" onClick={() => void setState({ new: true })}>
            <PlusIcon /> Add {KIND_WORDS[state.tab].one}
          </Button>
        )}
      </PageHeader>
      <Tabs
        value={state.tab}
        onValueChange={(tab) => void setState({ tab: RULE_KINDS.find((kind) => kind === tab) ?? null, test: null })}
      >
        <TabsList aria-label="Kinds of rules">
          {RULE_KINDS.map((kind) => (
            <TabsTrigger key={kind} value={kind}>
              {KIND_WORDS[kind].tab}
              <span className="text-xs text-muted-foreground tabular-nums">{shown(kind).length}</span>
            </TabsTrigger>
          ))}
        </TabsList>
        {RULE_KINDS.map((kind) => (
          <TabsContent key={kind} value={kind}>
            <RulePanel
              workspace={workspace}
              kind={kind}
              rows={shown(kind)}
              regions={lists.regions}
              projects={projects}
              project={project}
              state={state}
              onState={(next) => void setState(next)}
              actions={actions}
              canWrite={canWrite}
              onChanged={refresh}
              onOpen={setDialog}
            />
          </TabsContent>
        ))}
      </Tabs>
      <RuleDialogs
        dialog={state.new && canWrite ? { kind: "new" } : dialog}
        tab={state.tab}
        projectId={project?.id ?? null}
        projects={projects}
        regions={lists.regions}
        actions={actions}
        onChanged={refresh}
        onClose={() => {
          setDialog(null);
          void setState({ new: null });
        }}
      />
    </>
  );
}
