"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRoundIcon, PlusIcon, SearchIcon } from "lucide-react";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { CreateKeyDialog } from "@/components/keys/create-key-dialog";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import { keyColumns } from "@/components/keys/key-columns";
import { type KeyDialog, KeyDialogs } from "@/components/keys/key-dialogs";
import { KeyMenu } from "@/components/keys/key-menu";
import { keysQuery } from "@/components/keys/keys-query";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { FilterSelect } from "@/components/logs/filter-select";
import { parseAsId } from "@/components/logs/url-parsers";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import { Input } from "@/components/ui/input";
import type { ApiKey } from "@/lib/services/api-keys/schema";
import { queryKeys } from "@/lib/ui/query-keys";

type KeysViewProps = {
  workspace: string;
  initial: ApiKey[];
  choices: KeyChoices;
  actions: KeyActions;
  canWrite: boolean;
};

const STATE = {
  new: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault(""),
  project: parseAsId,
};

function matches(key: ApiKey, text: string): boolean {
  const needle = text.trim().toLowerCase();
  return `${key.name} ${key.key_prefix} ${key.key_last4}`.toLowerCase().includes(needle);
}

export function KeysView({ workspace, initial, choices, actions, canWrite }: KeysViewProps) {
  const client = useQueryClient();
  const [state, setState] = useQueryStates(STATE);
  const [dialog, setDialog] = useState<KeyDialog | null>(null);
  const { data: keys, error } = useQuery({ ...keysQuery(workspace), initialData: initial });
  const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.keys(workspace) });
  const rows = keys.filter(
    (key) => matches(key, state.q) && (state.project === null || key.project_id === state.project),
  );
  const columns = keyColumns(workspace, choices, (key) => (
    <KeyMenu apiKey={key} canWrite={canWrite} update={actions.update} onChanged={refresh} onOpen={setDialog} />
  ));
  return (
    <>
      <PageHeader
        title="Keys"
        description="Each application calls with a key of its own, which can be taken back at any time."
      >
        <StaleNotice error={error} />
        {canWrite && keys.length > 0 && (
          <Button size="sm" onClick={() => void setState({ new: true })}>
            <PlusIcon /> Create key
          </Button>
        )}
      </PageHeader>
      {keys.length === 0 ? (
        <NoKeys canWrite={canWrite} onCreate={() => void setState({ new: true })} />
      ) : (
        <div className="grid grid-cols-1 gap-3">
          <KeysToolbar
            text={state.q}
            project={state.project}
            projects={choices.projects}
            onText={(q) => void setState({ q })}
            onProject={(project) => void setState({ project })}
          />
          <Card className="overflow-hidden">
            {rows.length > 0 ? (
              <DataTable
                caption="Keys"
                columns={columns}
                rows={rows}
                rowKey={(key) => key.id}
                sort={{ value: state.sort, onChange: (sort) => void setState({ sort }) }}
              />
            ) : (
              <p className="p-8 text-center text-sm text-muted-foreground">No key matches.</p>
            )}
          </Card>
        </div>
      )}
      {state.new && canWrite && (
        <CreateKeyDialog
          workspace={workspace}
          choices={choices}
          create={actions.create}
          onCreated={refresh}
          onClose={() => void setState({ new: false })}
        />
      )}
      {dialog && (
        <KeyDialogs
          dialog={dialog}
          choices={choices}
          actions={actions}
          onChanged={refresh}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}

type KeysToolbarProps = {
  text: string;
  project: string | null;
  projects: KeyChoices["projects"];
  onText: (text: string) => void;
  onProject: (project: string | null) => void;
};

function KeysToolbar({ text, project, projects, onText, onProject }: KeysToolbarProps) {
  return (
    <search className="flex flex-wrap gap-2">
      <div className="relative w-full sm:w-64">
        <SearchIcon aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-muted-foreground" />
        <Input
          type="search"
          aria-label="Find a key"
          placeholder="Name or last characters…"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          className="h-8 pl-8"
        />
      </div>
      {projects.length > 0 && (
        <FilterSelect
          label="Project"
          value={project}
          options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={onProject}
        />
      )}
    </search>
  );
}

function NoKeys({ canWrite, onCreate }: { canWrite: boolean; onCreate: () => void }) {
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <KeyRoundIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>No keys yet</EmptyTitle>
        <EmptyDescription>
          {canWrite
            ? "Create one and you get its secret, once, with a call that is ready to run."
            : "Ask an admin or a developer of this workspace to create one."}
        </EmptyDescription>
      </EmptyHeader>
      {canWrite && (
        <EmptyContent>
          <Button onClick={onCreate}>
            <PlusIcon /> Create key
          </Button>
        </EmptyContent>
      )}
    </Empty>
  );
}
