"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderIcon, PlusIcon } from "lucide-react";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { keysQuery } from "@/components/keys/keys-query";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import type { ProjectActions } from "@/components/projects/project-actions";
import { projectColumns } from "@/components/projects/project-columns";
import { ProjectDialogs } from "@/components/projects/project-dialogs";
import { ProjectMenu } from "@/components/projects/project-menu";
import { projectsQuery } from "@/components/projects/projects-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import type { ApiKey } from "@/lib/services/api-keys/schema";
import type { Project } from "@/lib/services/projects/schema";
import { queryKeys } from "@/lib/ui/query-keys";

export type ProjectDialog = { kind: "edit" | "panic" | "delete"; project: Project };

type ProjectsViewProps = {
  workspace: string;
  initial: { projects: Project[]; keys: ApiKey[] };
  actions: ProjectActions;
  canWrite: boolean;
};

const STATE = { new: parseAsBoolean.withDefault(false), sort: parseAsString.withDefault("") };

function countKeys(keys: readonly ApiKey[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { project_id } of keys) if (project_id) counts.set(project_id, (counts.get(project_id) ?? 0) + 1);
  return counts;
}

export function ProjectsView({ workspace, initial, actions, canWrite }: ProjectsViewProps) {
  const client = useQueryClient();
  const [state, setState] = useQueryStates(STATE);
  const [dialog, setDialog] = useState<ProjectDialog | null>(null);
  const { data: projects, error } = useQuery({ ...projectsQuery(workspace), initialData: initial.projects });
  const { data: keys } = useQuery({ ...keysQuery(workspace), initialData: initial.keys });
  const add = () => void setState({ new: true });

  function refresh() {
    void client.invalidateQueries({ queryKey: queryKeys.projects(workspace) });
    void client.invalidateQueries({ queryKey: queryKeys.panic(workspace) });
  }

  const columns = projectColumns(workspace, countKeys(keys), (project) =>
    canWrite ? <ProjectMenu workspace={workspace} project={project} onOpen={setDialog} /> : null,
  );
  return (
    <>
      <PageHeader
        title="Projects"
        description="Keys that belong together: they share rules, limits and budgets, and are stopped together."
      >
        <StaleNotice error={error} />
        {canWrite && projects.length > 0 && (
          <Button size="sm" onClick={add}>
            <PlusIcon /> Add project
          </Button>
        )}
      </PageHeader>
      {projects.length === 0 ? (
        <NoProjects canWrite={canWrite} onAdd={add} />
      ) : (
        <Card className="overflow-hidden">
          <DataTable
            caption="Projects"
            columns={columns}
            rows={projects}
            rowKey={(project) => project.id}
            sort={{ value: state.sort, onChange: (sort) => void setState({ sort }) }}
          />
        </Card>
      )}
      <ProjectDialogs
        dialog={state.new && canWrite ? { kind: "new" } : dialog}
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

function NoProjects({ canWrite, onAdd }: { canWrite: boolean; onAdd: () => void }) {
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <FolderIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>No projects yet</EmptyTitle>
        <EmptyDescription>
          {canWrite
            ? "Add one for each application or environment. Its keys can then be limited, budgeted and stopped together."
            : "Ask an owner or an admin of this workspace to add one."}
        </EmptyDescription>
      </EmptyHeader>
      {canWrite && (
        <EmptyContent>
          <Button onClick={onAdd}>
            <PlusIcon /> Add project
          </Button>
        </EmptyContent>
      )}
    </Empty>
  );
}
