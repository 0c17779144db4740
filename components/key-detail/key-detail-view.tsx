"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ScrollTextIcon } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { TimeText } from "@/components/format/time-text";
import { EffectiveRulesCard } from "@/components/key-detail/effective-rules-card";
import { KeyButtons } from "@/components/key-detail/key-buttons";
import { keyDetailParams, questionOf } from "@/components/key-detail/key-detail-params";
import { keyQuery } from "@/components/key-detail/key-detail-query";
import { KeyFacts } from "@/components/key-detail/key-facts";
import { KeySecrets } from "@/components/key-detail/key-secrets";
import { KeyUsageCard } from "@/components/key-detail/key-usage-card";
import type { KeyRange, Question } from "@/components/key-detail/question";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import { type KeyDialog, KeyDialogs } from "@/components/keys/key-dialogs";
import { KeyStatusBadge } from "@/components/keys/key-status-badge";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import { Button } from "@/components/ui/button";
import type { ApiKey } from "@/lib/services/api-keys/schema";
import type { EffectiveRules } from "@/lib/services/effective-rules/schema";
import type { KeyUsage } from "@/lib/services/key-usage/schema";
import { formatCount } from "@/lib/ui/format-number";
import { queryKeys } from "@/lib/ui/query-keys";

type KeyDetailViewProps = {
  workspace: string;
  initial: { apiKey: ApiKey; range: KeyRange; usage: KeyUsage; question: Question; rules: EffectiveRules };
  ownerName: string | null;
  choices: KeyChoices;
  actions: KeyActions;
  canWrite: boolean;
};

export function KeyDetailView(props: KeyDetailViewProps) {
  const { workspace, initial, ownerName, choices, actions, canWrite } = props;
  const client = useQueryClient();
  const router = useRouter();
  const [state, setState] = useQueryStates(keyDetailParams);
  const [dialog, setDialog] = useState<KeyDialog | null>(null);
  const { id } = initial.apiKey;
  const { data, error } = useQuery({ ...keyQuery(workspace, id), initialData: { data: initial.apiKey } });
  const apiKey = data.data;
  const project = choices.projects.find((one) => one.id === apiKey.project_id);

  function refresh() {
    void client.invalidateQueries({ queryKey: queryKeys.key(workspace, id) });
    void client.invalidateQueries({ queryKey: queryKeys.keys(workspace) });
  }

  return (
    <>
      <PageHeader title={apiKey.name}>
        <StaleNotice error={error} />
        <Button asChild variant="outline" size="sm">
          <Link href={`/${workspace}/logs?key=${id}&range=7d`}>
            <ScrollTextIcon /> Recent calls
          </Link>
        </Button>
        {canWrite && <KeyButtons apiKey={apiKey} update={actions.update} onChanged={refresh} onOpen={setDialog} />}
      </PageHeader>
      <p className="-mt-3 mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted-foreground">
        <KeyStatusBadge status={apiKey.status} />
        <span className="font-mono text-xs">
          {apiKey.key_prefix}…{apiKey.key_last4}
        </span>
        <span>{formatCount(apiKey.requests_count)} calls</span>
        <span>
          {apiKey.last_used_at ? (
            <>
              last used <TimeText iso={apiKey.last_used_at} style="relative" />
            </>
          ) : (
            "never used"
          )}
        </span>
        {apiKey.revoked_reason && <span className="min-w-0 truncate">Revoked: {apiKey.revoked_reason}</span>}
      </p>
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 grid-cols-1 content-start gap-3">
          <KeyUsageCard
            workspace={workspace}
            id={id}
            range={state.range}
            initial={{ range: initial.range, usage: initial.usage }}
            onRange={(range) => void setState({ range })}
          />
          <EffectiveRulesCard
            workspace={workspace}
            id={id}
            initial={{ question: initial.question, rules: initial.rules }}
            providers={choices.providers}
            question={questionOf(state)}
            onAsk={(question) => void setState(question)}
          />
        </div>
        <div className="grid min-w-0 grid-cols-1 content-start gap-3">
          <KeySecrets apiKey={apiKey} />
          <KeyFacts workspace={workspace} apiKey={apiKey} projectName={project?.name ?? null} ownerName={ownerName} />
        </div>
      </div>
      {dialog && (
        <KeyDialogs
          dialog={dialog}
          choices={choices}
          actions={actions}
          onChanged={() => {
            if (dialog.kind === "delete") router.push(`/${workspace}/keys`);
            else refresh();
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
