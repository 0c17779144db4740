"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { GaugeIcon, PlusIcon } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { StaleNotice } from "@/components/layout/stale-notice";
import type { LimitActions } from "@/components/limits/limit-actions";
import { CreateLimitDialog, type LimitDialog, LimitDialogs } from "@/components/limits/limit-dialogs";
import { limitSearchParams } from "@/components/limits/limit-search-params";
import { LimitSheet } from "@/components/limits/limit-sheet";
import { limitsQuery } from "@/components/limits/limits-query";
import { LimitsTable } from "@/components/limits/limits-table";
import { RuleEmpty } from "@/components/metering/rule-empty";
import { Button } from "@/components/ui/button";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";
import { queryKeys } from "@/lib/ui/query-keys";

type LimitsViewProps = {
  workspace: string;
  initial: RateLimit[];
  choices: readonly SubjectChoice[];
  actions: LimitActions;
  canWrite: boolean;
};

export function LimitsView({ workspace, initial, choices, actions, canWrite }: LimitsViewProps) {
  const client = useQueryClient();
  const [state, setState] = useQueryStates(limitSearchParams);
  const [dialog, setDialog] = useState<LimitDialog | null>(null);
  const { data: limits, error } = useQuery({ ...limitsQuery(workspace), initialData: initial });
  const refresh = () => void client.invalidateQueries({ queryKey: queryKeys.limits(workspace) });
  const create = () => void setState({ new: true });
  const shared = { choices, actions, onChanged: refresh };
  const opened = limits.find(({ id }) => id === state.limit);
  return (
    <>
      <PageHeader
        title="Limits"
        description="How many requests, tokens or parallel calls fit, and for whom. What is used is counted live."
      >
        <StaleNotice error={error} />
        {canWrite && limits.length > 0 && (
          <Button size="sm" onClick={create}>
            <PlusIcon /> Create limit
          </Button>
        )}
      </PageHeader>
      {limits.length === 0 ? (
        <RuleEmpty
          icon={GaugeIcon}
          title="No limits yet"
          description="A limit keeps one caller from taking everything: requests a minute for each end user, tokens a day for a team, five calls at a time for a key."
          createLabel="Create limit"
          onCreate={canWrite ? create : null}
        />
      ) : (
        <LimitsTable
          limits={limits}
          update={actions.update}
          canWrite={canWrite}
          onChanged={refresh}
          onOpen={setDialog}
        />
      )}
      {state.new && canWrite && <CreateLimitDialog {...shared} onClose={() => void setState({ new: false })} />}
      {dialog && <LimitDialogs {...shared} dialog={dialog} onClose={() => setDialog(null)} />}
      {opened && <LimitSheet limit={opened} onClose={() => void setState({ limit: null })} />}
    </>
  );
}
