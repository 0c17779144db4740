"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PlusIcon, ServerIcon } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { AddProviderDialog } from "@/components/providers/add-provider-dialog";
import type { ProviderActions } from "@/components/providers/provider-actions";
import { ProviderCard } from "@/components/providers/provider-card";
import { type ProviderDialog, ProviderDialogs } from "@/components/providers/provider-dialogs";
import { providersQuery } from "@/components/providers/providers-query";
import { Button } from "@/components/ui/button";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import type { Provider } from "@/lib/services/providers/schema";
import { queryKeys } from "@/lib/ui/query-keys";

type ProvidersViewProps = {
  workspace: string;
  initial: Provider[];
  actions: ProviderActions;
  canWrite: boolean;
};

export function ProvidersView({ workspace, initial, actions, canWrite }: ProvidersViewProps) {
  const client = useQueryClient();
  const [isAdding, setAdding] = useQueryState("new", parseAsBoolean.withDefault(false));
  const [dialog, setDialog] = useState<ProviderDialog | null>(null);
  const { data: providers, error } = useQuery({ ...providersQuery(workspace), initialData: initial });
  const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.providers(workspace) });
  const add = () => void setAdding(true);
  return (
    <>
      <PageHeader
        title="Providers"
        description="The upstream APIs of this workspace, and the credentials that stay here."
      >
        <StaleNotice error={error} />
        {canWrite && providers.length > 0 && (
          <Button size="sm" onClick={add}>
            <PlusIcon /> Add provider
          </Button>
        )}
      </PageHeader>
      {providers.length === 0 ? (
        <NoProviders canWrite={canWrite} onAdd={add} />
      ) : (
        <ul className="grid grid-cols-1 gap-3 xl:grid-cols-2">
          {providers.map((provider) => (
            <li key={provider.id} className="min-w-0">
              <ProviderCard
                provider={provider}
                canWrite={canWrite}
                actions={actions}
                onChanged={refresh}
                onOpen={setDialog}
              />
            </li>
          ))}
        </ul>
      )}
      {isAdding && canWrite && (
        <AddProviderDialog create={actions.create} onCreated={refresh} onClose={() => void setAdding(false)} />
      )}
      {dialog && (
        <ProviderDialogs dialog={dialog} actions={actions} onChanged={refresh} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

function NoProviders({ canWrite, onAdd }: { canWrite: boolean; onAdd: () => void }) {
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <ServerIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>No providers yet</EmptyTitle>
        <EmptyDescription>
          {canWrite
            ? "Add an upstream API with its credential. Your keys then call it through Sluice."
            : "Ask an owner or an admin of this workspace to add one."}
        </EmptyDescription>
      </EmptyHeader>
      {canWrite && (
        <EmptyContent>
          <Button onClick={onAdd}>
            <PlusIcon /> Add provider
          </Button>
        </EmptyContent>
      )}
    </Empty>
  );
}
