import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { CallQuestion } from "@/components/key-detail/call-question";
import { CheckList } from "@/components/key-detail/check-list";
import { CountedList } from "@/components/key-detail/counted-list";
import { effectiveRulesQuery } from "@/components/key-detail/key-detail-query";
import { type Question, saidOf } from "@/components/key-detail/question";
import { StaleNotice } from "@/components/layout/stale-notice";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { type EffectiveRules, GetEffectiveRulesInput } from "@/lib/services/effective-rules/schema";

type EffectiveRulesCardProps = {
  workspace: string;
  id: string;
  /** The answer that came with the page, and to what. */
  initial: { question: Question; rules: EffectiveRules };
  providers: readonly { slug: string; name: string }[];
  question: Question;
  onAsk: (question: Question) => void;
};

/** Every rule that decides about calls of this key, in the gateway's order. */
export function EffectiveRulesCard(props: EffectiveRulesCardProps) {
  const { workspace, id, initial, providers, question, onAsk } = props;
  const isFirst = JSON.stringify(question) === JSON.stringify(initial.question);
  const checked = GetEffectiveRulesInput.safeParse({ id, ...saidOf(question) });
  const { data, error } = useQuery({
    ...effectiveRulesQuery(workspace, id, question),
    enabled: checked.success,
    ...(isFirst ? { initialData: { data: initial.rules } } : {}),
  });
  const rules = data?.data ?? initial.rules;
  return (
    <Card>
      <CardHeader className="pb-3">
        <CardTitle>What decides a call</CardTitle>
        <CardDescription>
          In the gateway's order, by its own code. The first that refuses ends the call; what counts is asked all at
          once.
        </CardDescription>
        <CardAction>
          <StaleNotice error={error} />
        </CardAction>
      </CardHeader>
      <CallQuestion providers={providers} value={question} onAsk={onAsk} />
      {!checked.success && (
        <Alert variant="destructive" className="rounded-none border-x-0">
          <AlertDescription>{checked.error.issues[0]?.message}</AlertDescription>
        </Alert>
      )}
      <Section title="Before anything is counted">
        <CheckList checks={rules.checks} />
      </Section>
      <Section title="Limits, in the order of their priority">
        <CountedList rules={rules.limits} empty="No limit counts calls of this key." />
      </Section>
      <Section title="Budgets">
        <CountedList rules={rules.budgets} empty="No budget counts calls of this key." />
      </Section>
    </Card>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="border-y bg-muted/40 px-5 py-1.5 text-xs font-medium text-muted-foreground">{title}</h3>
      {children}
    </section>
  );
}
