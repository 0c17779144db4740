"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PlusIcon, TerminalIcon } from "lucide-react";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { DataTable } from "@/components/data-table/data-table";
import { useNow } from "@/components/format/use-now";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { StaleNotice } from "@/components/layout/stale-notice";
import { CreateManagementKeyDialog, type RoleChoice } from "@/components/settings/create-management-key-dialog";
import { type MemberName, managementKeyColumns } from "@/components/settings/management-key-columns";
import { managementKeysQuery } from "@/components/settings/management-keys-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import type {
  CreateManagementKeyInput,
  CreateManagementKeyResult,
  ManagementKey,
} from "@/lib/services/management-keys/schema";
import { queryKeys } from "@/lib/ui/query-keys";
import type { Action } from "@/lib/ui/server-action";

type ManagementKeysViewProps = {
  workspace: string;
  initial: ManagementKey[];
  members: readonly MemberName[];
  roles: readonly RoleChoice[];
  isAdmin: boolean;
  actions: {
    create: Action<CreateManagementKeyInput, CreateManagementKeyResult>;
    revoke: Action<{ id: string }, unknown>;
  };
};

const STATE = { new: parseAsBoolean.withDefault(false), sort: parseAsString.withDefault("") };

export function ManagementKeysView(props: ManagementKeysViewProps) {
  const { workspace, initial, members, roles, isAdmin, actions } = props;
  const client = useQueryClient();
  const [state, setState] = useQueryStates(STATE);
  const [revoked, setRevoked] = useState<ManagementKey | null>(null);
  const { data: keys, error } = useQuery({ ...managementKeysQuery(workspace), initialData: initial });
  const nowMs = useNow() ?? 0;
  const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.managementKeys(workspace) });
  const create = () => void setState({ new: true });
  const columns = managementKeyColumns(members, nowMs, (key) =>
    key.revoked_at === null ? (
      <Button variant="ghost" size="sm" className="text-danger" onClick={() => setRevoked(key)}>
        Revoke<span className="sr-only"> {key.name}</span>
      </Button>
    ) : null,
  );
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-72 text-sm text-pretty text-muted-foreground">
          For scripts and CI: a key of the management API acts for the member who made it, with at most the rights they
          have. {isAdmin ? "You see those of all members." : "You see your own."}
        </p>
        <StaleNotice error={error} />
        {keys.length > 0 && (
          <Button size="sm" onClick={create}>
            <PlusIcon /> Create management key
          </Button>
        )}
      </div>
      {keys.length === 0 ? (
        <NoKeys onCreate={create} />
      ) : (
        <Card className="overflow-hidden">
          <DataTable
            caption="Management keys"
            columns={columns}
            rows={keys}
            rowKey={(key) => key.id}
            sort={{ value: state.sort, onChange: (sort) => void setState({ sort }) }}
          />
        </Card>
      )}
      {state.new && (
        <CreateManagementKeyDialog
          roles={roles}
          create={actions.create}
          onCreated={refresh}
          onClose={() => void setState({ new: null })}
        />
      )}
      {revoked && (
        <ConfirmDialog
          title={`Revoke “${revoked.name}”?`}
          description="Its next request is refused. This cannot be undone; what it did stays in the audit log."
          confirmLabel="Revoke key"
          typeToConfirm={revoked.name}
          id={revoked.id}
          action={actions.revoke}
          onDone={() => {
            toast.success(`“${revoked.name}” is revoked`);
            refresh();
            setRevoked(null);
          }}
          onClose={() => setRevoked(null)}
        />
      )}
    </div>
  );
}

function NoKeys({ onCreate }: { onCreate: () => void }) {
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <TerminalIcon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>No management keys yet</EmptyTitle>
        <EmptyDescription>Whatever these pages do, a script can do with a key of its own.</EmptyDescription>
      </EmptyHeader>
      <EmptyContent>
        <Button onClick={onCreate}>
          <PlusIcon /> Create management key
        </Button>
      </EmptyContent>
    </Empty>
  );
}
