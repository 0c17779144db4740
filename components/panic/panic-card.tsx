"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { StatusBadge } from "@/components/format/status-badge";
import { PanicDialog } from "@/components/panic/panic-dialog";
import { panicQuery } from "@/components/panic/panic-query";
import type { PanicState } from "@/components/panic/panic-state";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { PanicInput } from "@/lib/services/workspaces/schema";
import { queryKeys } from "@/lib/ui/query-keys";
import type { Action } from "@/lib/ui/server-action";

type PanicCardProps = {
  workspace: { id: string; slug: string; name: string };
  initial: PanicState;
  panic: Action<PanicInput, unknown>;
  canPanic: boolean;
};

export function PanicCard({ workspace, initial, panic, canPanic }: PanicCardProps) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { data } = useQuery({ ...panicQuery(workspace.slug, workspace.id), initialData: initial });
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          Sentry Mode
          {data.isFrozen ? <StatusBadge tone="danger" label="On" /> : <StatusBadge tone="neutral" label="Off" />}
        </CardTitle>
        <CardDescription>
          Stops every call of this workspace at once: for a leaked key, a runaway agent, a bill that climbs.
        </CardDescription>
        {canPanic && (
          <CardAction>
            <Button variant={data.isFrozen ? "default" : "destructive"} size="sm" onClick={() => setAsking(true)}>
              {data.isFrozen ? "Let calls pass" : "Stop all calls"}
            </Button>
          </CardAction>
        )}
      </CardHeader>
      <CardContent className="text-sm text-muted-foreground">
        {data.isFrozen
          ? "All keys are answered 403 workspace_frozen; nothing reaches an upstream. Keys, limits and budgets stay as they are."
          : "Refusals begin with the very next call, on every process. Calls that run are finished. A single project can be stopped on the Projects page."}
        {!canPanic && " It takes an admin or an owner to change this."}
      </CardContent>
      {isAsking && (
        <PanicDialog
          what="workspace"
          id={workspace.id}
          name={workspace.name}
          isFrozen={data.isFrozen}
          panic={panic}
          onDone={() => {
            toast.success(data.isFrozen ? "Calls pass again" : "Every call is refused from now on");
            void client.invalidateQueries({ queryKey: queryKeys.panic(workspace.slug) });
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}
