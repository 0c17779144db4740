import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { SelectField } from "@/components/forms/select-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { type LimitDraft, limitFacts, limitInput } from "@/components/limits/limit-draft";
import { limitSentence } from "@/components/limits/limit-sentence";
import { LimitWindowFields } from "@/components/limits/limit-window-fields";
import { FormSection } from "@/components/metering/form-section";
import { RuleFormFooter } from "@/components/metering/rule-form-footer";
import { PerField, SubjectFields } from "@/components/metering/subject-fields";
import { Input } from "@/components/ui/input";
import type { CreateRateLimitInput, RateLimit } from "@/lib/services/rate-limits/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";
import type { Action } from "@/lib/ui/server-action";

type LimitFormProps = {
  choices: readonly SubjectChoice[];
  draft: LimitDraft;
  onDraft: (draft: LimitDraft) => void;
  action: Action<CreateRateLimitInput, RateLimit>;
  submitLabel: string;
  onDone: (limit: RateLimit) => void;
  onCancel: () => void;
};

const ENFORCEMENT = [
  { value: "enforce", label: "Refuse with 429" },
  { value: "shadow", label: "Only count (shadow)" },
] as const;

/** All that a limit is, with what it means in words as it is typed. */
export function LimitForm({ choices, draft, onDraft, action, submitLabel, onDone, onCancel }: LimitFormProps) {
  const form = useActionForm(action, onDone);
  const change = (part: Partial<LimitDraft>) => onDraft({ ...draft, ...part });
  return (
    <FormShell
      form={form}
      toInput={() => limitInput(draft)}
      footer={
        <RuleFormFooter
          sentence={limitSentence(limitFacts(draft, choices))}
          submitLabel={submitLabel}
          isPending={form.isPending}
          onCancel={onCancel}
        />
      }
    >
      <FormField name="name" label="Name">
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            placeholder="Calls a minute and key"
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        )}
      </FormField>
      <LimitWindowFields draft={draft} onChange={change} />
      <SubjectFields choices={choices} value={draft.subjects} onChange={(subjects) => change({ subjects })} />
      <PerField value={draft.per} onChange={(per) => change({ per })} />
      <FormSection title="When it is reached">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="enforcement"
            label="What happens"
            value={draft.enforcement}
            options={ENFORCEMENT}
            onChange={(enforcement) => change({ enforcement })}
          />
          <FormField
            name="priority"
            label="Priority"
            description="Of several limits that refuse, the lowest number is named."
            correction="Use a whole number from 0."
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.priority}
                onChange={(event) => change({ priority: event.currentTarget.value })}
              />
            )}
          </FormField>
        </div>
      </FormSection>
      <RequestFields draft={draft} onChange={change} />
    </FormShell>
  );
}

type PartProps = { draft: LimitDraft; onChange: (part: Partial<LimitDraft>) => void };

function RequestFields({ draft, onChange }: PartProps) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
        <FormField
          name="path_pattern"
          label="Path"
          isOptional
          description="The upstream's path; * is anything but a slash."
        >
          {(control) => (
            <Input
              {...control}
              placeholder="/v1/*/completions"
              className="font-mono md:text-xs"
              value={draft.pathPattern}
              onChange={(event) => onChange({ pathPattern: event.currentTarget.value })}
            />
          )}
        </FormField>
        <FormField name="method" label="Method" isOptional>
          {(control) => (
            <Input
              {...control}
              placeholder="POST"
              value={draft.method}
              onChange={(event) => onChange({ method: event.currentTarget.value })}
            />
          )}
        </FormField>
      </div>
      <FormField name="description" label="Description" isOptional>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </FormField>
    </>
  );
}
