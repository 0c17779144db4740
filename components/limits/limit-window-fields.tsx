import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { SelectField } from "@/components/forms/select-field";
import { canAlign, isBucketStrategy, type LimitDraft, type WindowUnit } from "@/components/limits/limit-draft";
import { FormSection } from "@/components/metering/form-section";
import { ZoneField } from "@/components/metering/zone-field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";

const METRICS = [
  { value: "requests", label: "Requests" },
  { value: "total_tokens", label: "Tokens" },
  { value: "input_tokens", label: "Input tokens" },
  { value: "output_tokens", label: "Output tokens" },
  { value: "concurrency", label: "Calls at a time" },
] as const;
const STRATEGIES = [
  { value: "FIXED_WINDOW", label: "Fixed window" },
  { value: "SLIDING_WINDOW", label: "Sliding window" },
  { value: "TOKEN_BUCKET", label: "Token bucket" },
  { value: "LEAKY_BUCKET", label: "Leaky bucket" },
] as const;
const STRATEGY_HINTS = {
  FIXED_WINDOW: "Counts from zero in each window. Exact.",
  SLIDING_WINDOW: "Weighs the window before, so that no burst fits around its end.",
  TOKEN_BUCKET: "Lets bursts through and refills steadily.",
  LEAKY_BUCKET: "Evens out: calls wait their turn instead of being refused.",
} as const;
const PRESETS = [
  { value: "1s", label: "second" },
  { value: "1m", label: "minute" },
  { value: "5m", label: "5 minutes" },
  { value: "1h", label: "hour" },
  { value: "1d", label: "day" },
  { value: "1w", label: "week" },
  { value: "1M", label: "month" },
  { value: "custom", label: "other…" },
] as const;
const UNITS = [
  { value: "ms", label: "milliseconds" },
  { value: "s", label: "seconds" },
  { value: "m", label: "minutes" },
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
  { value: "w", label: "weeks" },
  { value: "M", label: "months" },
  { value: "Y", label: "years" },
] as const satisfies readonly { value: WindowUnit; label: string }[];

type PartProps = { draft: LimitDraft; onChange: (part: Partial<LimitDraft>) => void };

/** What is counted, how much of it fits, and how it comes free again. */
export function LimitWindowFields({ draft, onChange }: PartProps) {
  const hasWindow = draft.metric !== "concurrency";
  return (
    <FormSection title="How much">
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          name="metric"
          label="Count"
          value={draft.metric}
          options={METRICS}
          onChange={(metric) => onChange({ metric })}
        />
        <FormField name="requests" label="Limit" correction="Use a whole number, e.g. 60.">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tabular-nums"
              value={draft.requests}
              onChange={(event) => onChange({ requests: event.currentTarget.value })}
            />
          )}
        </FormField>
        {hasWindow && <WindowField draft={draft} onChange={onChange} />}
      </div>
      {hasWindow && (
        <SelectField
          name="strategy"
          label="Strategy"
          description={STRATEGY_HINTS[draft.strategy]}
          value={draft.strategy}
          options={STRATEGIES}
          onChange={(strategy) => onChange({ strategy })}
        />
      )}
      {isBucketStrategy(draft) && <BucketFields draft={draft} onChange={onChange} />}
      {canAlign(draft) && <CalendarFields draft={draft} onChange={onChange} />}
    </FormSection>
  );
}

function WindowField({ draft, onChange }: PartProps) {
  const known = PRESETS.find(({ value }) => value === `${draft.windowCount}${draft.windowUnit}`)?.value;
  // Typing 15 passes 1, which must not close the field it is typed in.
  const [isCustom, setCustom] = useState(known === undefined);
  return (
    <div className="grid gap-2">
      <SelectField
        name={"dwMY".includes(draft.windowUnit) && !isBucketStrategy(draft) ? "duration" : "window_ms"}
        label={isBucketStrategy(draft) ? "Refilled within a" : "In each"}
        value={isCustom ? "custom" : (known ?? "custom")}
        options={PRESETS}
        onChange={(next) => {
          setCustom(next === "custom");
          if (next !== "custom") onChange(partsOf(next));
        }}
      />
      {isCustom && (
        <div className="grid grid-cols-[4.5rem_1fr] gap-2">
          <Input
            aria-label="Length of the window"
            inputMode="numeric"
            className="tabular-nums"
            value={draft.windowCount}
            onChange={(event) => onChange({ windowCount: event.currentTarget.value })}
          />
          <UnitSelect draft={draft} onChange={onChange} />
        </div>
      )}
    </div>
  );
}

function UnitSelect({ draft, onChange }: PartProps) {
  return (
    <Select
      value={draft.windowUnit}
      onValueChange={(next) => {
        const unit = UNITS.find(({ value }) => value === next);
        if (unit) onChange({ windowUnit: unit.value });
      }}
    >
      <SelectTrigger aria-label="Unit of the window" className="w-full">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {UNITS.map(({ value, label }) => (
          <SelectItem key={value} value={value}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

function BucketFields({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <FormField
        name="bucket_size"
        label={draft.strategy === "LEAKY_BUCKET" ? "Queue" : "Bucket size"}
        isOptional
        correction="Use a number above 0."
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            placeholder={draft.requests}
            value={draft.bucketSize}
            onChange={(event) => onChange({ bucketSize: event.currentTarget.value })}
          />
        )}
      </FormField>
      <FormField name="refill_rate" label="Refill a second" isOptional>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            placeholder="limit / window"
            value={draft.refillRate}
            onChange={(event) => onChange({ refillRate: event.currentTarget.value })}
          />
        )}
      </FormField>
      {draft.strategy === "LEAKY_BUCKET" && (
        <FormField name="max_wait_ms" label="Longest wait (ms)" isOptional correction="Use 0 to 60,000 ms.">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              placeholder="0"
              value={draft.maxWaitMs}
              onChange={(event) => onChange({ maxWaitMs: event.currentTarget.value })}
            />
          )}
        </FormField>
      )}
    </div>
  );
}

function CalendarFields({ draft, onChange }: PartProps) {
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <Label className="h-9 font-normal">
        <Switch checked={draft.isAligned} onCheckedChange={(isAligned) => onChange({ isAligned })} />
        Reset with the calendar
      </Label>
      {draft.isAligned && <ZoneField value={draft.timezone} onChange={(timezone) => onChange({ timezone })} />}
    </div>
  );
}

function partsOf(preset: Exclude<(typeof PRESETS)[number]["value"], "custom">) {
  const unit = UNITS.find(({ value }) => value === preset.slice(-1));
  return { windowCount: preset.slice(0, -1), ...(unit ? { windowUnit: unit.value } : {}) };
}
