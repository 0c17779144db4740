import { PlusIcon, ShieldCheckIcon } from "lucide-react";
import { DataTable } from "@/components/data-table/data-table";
import { RegionList } from "@/components/rules/region-list";
import type { ProjectChoice, RuleActions } from "@/components/rules/rule-actions";
import { ruleColumns } from "@/components/rules/rule-columns";
import { RuleMenu } from "@/components/rules/rule-menu";
import { KIND_WORDS, type RuleKind, type RuleRow } from "@/components/rules/rule-row";
import { RuleTester } from "@/components/rules/rule-tester";
import type { RuleDialog } from "@/components/rules/rules-view";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import type { GeoRegion } from "@/lib/services/geo-regions/schema";

type PanelState = { test: string; sort: string };

type RulePanelProps = {
  workspace: string;
  kind: RuleKind;
  rows: readonly RuleRow[];
  regions: readonly GeoRegion[];
  projects: readonly ProjectChoice[];
  project: ProjectChoice | null;
  state: PanelState;
  onState: (next: Partial<PanelState> & { new?: boolean }) => void;
  actions: RuleActions;
  canWrite: boolean;
  onChanged: () => void;
  onOpen: (dialog: RuleDialog) => void;
};

/** One kind of rules: the question field, the list, and for countries their regions. */
export function RulePanel(props: RulePanelProps) {
  const { workspace, kind, rows, regions, projects, project, state, onState, canWrite, onOpen } = props;
  const columns = ruleColumns(kind, projects, (rule) => (canWrite ? <RuleMenu rule={rule} {...props} /> : null));
  return (
    <div className="grid grid-cols-1 gap-3 pt-1">
      <RuleTester
        key={kind}
        workspace={workspace}
        kind={kind}
        projectId={project?.id ?? null}
        projectName={project?.name ?? null}
        value={state.test}
        onAsk={(test) => onState({ test })}
      />
      {rows.length === 0 ? (
        <NoRules kind={kind} project={project} canWrite={canWrite} onAdd={() => onState({ new: true })} />
      ) : (
        <Card className="overflow-hidden">
          <DataTable
            caption={`${KIND_WORDS[kind].tab}: rules`}
            columns={columns}
            rows={rows}
            rowKey={(rule) => rule.id}
            sort={{ value: state.sort, onChange: (sort) => onState({ sort }) }}
          />
        </Card>
      )}
      <p className="px-1 text-xs text-pretty text-muted-foreground">{KIND_WORDS[kind].hint}</p>
      {kind === "geo" && <RegionList regions={regions} canWrite={canWrite} onOpen={onOpen} />}
    </div>
  );
}

type NoRulesProps = { kind: RuleKind; project: ProjectChoice | null; canWrite: boolean; onAdd: () => void };

function NoRules({ kind, project, canWrite, onAdd }: NoRulesProps) {
  const { one, empty } = KIND_WORDS[kind];
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <ShieldCheckIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>
          No {one}s {project ? `of ${project.name}` : "yet"}
        </EmptyTitle>
        <EmptyDescription>
          {project ? "The project narrows nothing; the workspace's own rules hold for its keys." : empty}
        </EmptyDescription>
      </EmptyHeader>
      {canWrite && (
        <EmptyContent>
          <Button onClick={onAdd}>
            <PlusIcon /> Add {one}
          </Button>
        </EmptyContent>
      )}
    </Empty>
  );
}
