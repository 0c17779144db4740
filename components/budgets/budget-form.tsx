import { type BudgetDraft, budgetFacts, budgetInput } from "@/components/budgets/budget-draft";
import { BudgetPeriodFields } from "@/components/budgets/budget-period-fields";
import { budgetSentence } from "@/components/budgets/budget-sentence";
import { DollarField } from "@/components/budgets/dollar-field";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { SelectField } from "@/components/forms/select-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { FormSection } from "@/components/metering/form-section";
import { RuleFormFooter } from "@/components/metering/rule-form-footer";
import { PerField, SubjectFields } from "@/components/metering/subject-fields";
import { Input } from "@/components/ui/input";
import type { Budget, CreateBudgetInput } from "@/lib/services/budgets/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";
import type { Action } from "@/lib/ui/server-action";

type BudgetFormProps = {
  choices: readonly SubjectChoice[];
  draft: BudgetDraft;
  before?: Budget;
  onDraft: (draft: BudgetDraft) => void;
  action: Action<CreateBudgetInput, Budget>;
  submitLabel: string;
  onDone: (budget: Budget) => void;
  onCancel: () => void;
};
type PartProps = { draft: BudgetDraft; onChange: (part: Partial<BudgetDraft>) => void };

const KINDS = [
  { value: "hard", label: "Refuse with 402" },
  { value: "soft", label: "Only alert" },
] as const;

/** All that a budget is, with what it means in words as it is typed. */
export function BudgetForm({
  choices,
  draft,
  before,
  onDraft,
  action,
  submitLabel,
  onDone,
  onCancel,
}: BudgetFormProps) {
  const form = useActionForm(action, onDone);
  const change = (part: Partial<BudgetDraft>) => onDraft({ ...draft, ...part });
  return (
    <FormShell
      form={form}
      toInput={() => budgetInput(draft, before)}
      footer={
        <RuleFormFooter
          sentence={budgetSentence(budgetFacts(draft, choices))}
          submitLabel={submitLabel}
          isPending={form.isPending}
          onCancel={onCancel}
        />
      }
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <FormField name="name" label="Name">
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              placeholder="Search, a month"
              value={draft.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
          )}
        </FormField>
        <DollarField
          name="amount_cents"
          label="Amount"
          value={draft.amount}
          onChange={(amount) => change({ amount })}
        />
      </div>
      <BudgetPeriodFields draft={draft} onChange={change} />
      <SubjectFields choices={choices} value={draft.subjects} onChange={(subjects) => change({ subjects })} />
      <PerField value={draft.per} onChange={(per) => change({ per })} />
      <SpentFields draft={draft} onChange={change} />
      <OverrideFields draft={draft} onChange={change} />
      <FormField name="description" label="Description" isOptional>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        )}
      </FormField>
    </FormShell>
  );
}

function SpentFields({ draft, onChange }: PartProps) {
  return (
    <FormSection title="When it is spent">
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          name="is_hard_limit"
          label="What happens"
          value={draft.isHard ? "hard" : "soft"}
          options={KINDS}
          onChange={(kind) => onChange({ isHard: kind === "hard" })}
        />
        <DollarField
          name="soft_amount_cents"
          label="Soft amount"
          isOptional
          value={draft.softAmount}
          onChange={(softAmount) => onChange({ softAmount })}
        />
        <FormField
          name="alert_thresholds"
          label="Alert at, in %"
          isOptional
          correction="Use whole numbers from 1 to 1000, each once."
        >
          {(control) => (
            <Input
              {...control}
              placeholder="50, 80, 100"
              className="tabular-nums"
              value={draft.thresholds}
              onChange={(event) => onChange({ thresholds: event.currentTarget.value })}
            />
          )}
        </FormField>
      </div>
    </FormSection>
  );
}

function OverrideFields({ draft, onChange }: PartProps) {
  return (
    <FormSection title="For the time being">
      <div className="grid gap-4 sm:grid-cols-2">
        <DollarField
          name="override_amount_cents"
          label="Another amount"
          isOptional
          description="Counts instead of the amount, up or down."
          value={draft.overrideAmount}
          onChange={(overrideAmount) => onChange({ overrideAmount })}
        />
        <FormField name="override_until" label="Until" isOptional description="Empty: until it is taken back.">
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={draft.overrideUntil}
              onChange={(event) => onChange({ overrideUntil: event.currentTarget.value })}
            />
          )}
        </FormField>
      </div>
    </FormSection>
  );
}
