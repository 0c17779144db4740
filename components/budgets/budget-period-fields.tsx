import { type BudgetDraft, canAlign } from "@/components/budgets/budget-draft";
import { FormField } from "@/components/forms/form-field";
import { SelectField } from "@/components/forms/select-field";
import { FormSection } from "@/components/metering/form-section";
import { ZoneField } from "@/components/metering/zone-field";
import { Input } from "@/components/ui/input";

type PartProps = { draft: BudgetDraft; onChange: (part: Partial<BudgetDraft>) => void };

const PERIODS = [
  { value: "DAILY", label: "day" },
  { value: "WEEKLY", label: "week" },
  { value: "MONTHLY", label: "month" },
  { value: "QUARTERLY", label: "quarter" },
  { value: "YEARLY", label: "year" },
  { value: "ROLLING", label: "other…" },
] as const;
const ALIGNMENTS = [
  { value: "calendar", label: "With the calendar" },
  { value: "anchor", label: "Counted from a date" },
] as const;

/** How long a period is and when the next one begins. */
export function BudgetPeriodFields({ draft, onChange }: PartProps) {
  const isAligned = draft.isAligned && canAlign(draft);
  return (
    <FormSection title="Period">
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          name="period"
          label="In each"
          value={draft.period}
          options={PERIODS}
          onChange={(period) => onChange({ period })}
        />
        {draft.period === "ROLLING" && (
          <FormField name="duration" label="Length" description="A number and s, m, h, d, w, M or Y.">
            {(control) => (
              <Input
                {...control}
                placeholder="30d"
                className="font-mono md:text-xs"
                value={draft.duration}
                onChange={(event) => onChange({ duration: event.currentTarget.value })}
              />
            )}
          </FormField>
        )}
        {canAlign(draft) && (
          <SelectField
            name="calendar_aligned"
            label="Resets"
            value={isAligned ? "calendar" : "anchor"}
            options={ALIGNMENTS}
            onChange={(next) => onChange({ isAligned: next === "calendar" })}
          />
        )}
        {isAligned ? (
          <ZoneField value={draft.timezone} onChange={(timezone) => onChange({ timezone })} />
        ) : (
          <FormField name="reset_anchor" label="Counted from" isOptional>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft.anchor}
                onChange={(event) => onChange({ anchor: event.currentTarget.value })}
              />
            )}
          </FormField>
        )}
      </div>
    </FormSection>
  );
}
