import { use, useId } from "react";
import { FormErrors } from "@/components/forms/form-errors";
import { FormField } from "@/components/forms/form-field";
import { formText, lineList } from "@/components/forms/form-values";
import { SelectField } from "@/components/forms/select-field";
import { UNPRICED_WORDS } from "@/components/keys/unpriced-words";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldError, FieldLegend, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import { KEY_SCOPES, type KeyScope } from "@/lib/kernel/key-scopes";
import { type ApiKey, UnpricedPolicy } from "@/lib/services/api-keys/schema";

export type KeyRestrictions = { scopes: ReadonlySet<string>; unpricedPolicy: UnpricedPolicy };

export function restrictionsOf(apiKey: ApiKey | null): KeyRestrictions {
  const scopes = apiKey?.scopes.filter((scope) => scope !== "*") ?? [];
  return { scopes: new Set(scopes), unpricedPolicy: apiKey?.unpriced_policy ?? "block" };
}

/** What of a key's input these fields say. */
export function restrictionInput(data: FormData, { scopes, unpricedPolicy }: KeyRestrictions) {
  return {
    allowed_ips: lineList(formText(data, "allowed_ips")),
    tags: lineList(formText(data, "tags")),
    scopes: KEY_SCOPES.filter((scope) => scopes.has(scope)),
    unpriced_policy: unpricedPolicy,
  };
}

type KeyRestrictionFieldsProps = {
  apiKey: ApiKey | null;
  value: KeyRestrictions;
  onChange: (value: KeyRestrictions) => void;
};

/** From where a key may be used, for what, and what stands on its calls. */
export function KeyRestrictionFields({ apiKey, value, onChange }: KeyRestrictionFieldsProps) {
  return (
    <>
      <ScopeField value={value.scopes} onChange={(scopes) => onChange({ ...value, scopes })} />
      <div className="grid gap-5 sm:grid-cols-2">
        <ListField
          name="allowed_ips"
          label="Allowed addresses"
          description="One a line: an address or a range. Empty means anywhere."
          placeholder="192.0.2.0/24"
          items={apiKey?.allowed_ips ?? []}
        />
        <ListField
          name="tags"
          label="Tags"
          description="One a line; they stand on each call, for rules and logs."
          placeholder="checkout"
          items={apiKey?.tags ?? []}
        />
      </div>
      <SelectField
        name="unpriced_policy"
        label="A model without a known price"
        value={value.unpricedPolicy}
        options={UnpricedPolicy.options.map((policy) => ({ value: policy, label: UNPRICED_WORDS[policy] }))}
        onChange={(unpricedPolicy) => onChange({ ...value, unpricedPolicy })}
      />
    </>
  );
}

type ListFieldProps = {
  name: string;
  label: string;
  description: string;
  placeholder: string;
  items: readonly string[];
};

function ListField({ name, label, description, placeholder, items }: ListFieldProps) {
  const errors = use(FormErrors);
  // A wrong item is named by its place, `allowed_ips.1`; the field is one for all of them.
  const wrong = Object.keys(errors).find((path) => path.startsWith(`${name}.`));
  return (
    <FormField name={wrong ?? name} label={label} isOptional description={description}>
      {(control) => (
        <Textarea
          {...control}
          name={name}
          rows={2}
          placeholder={placeholder}
          defaultValue={items.join("\n")}
          className="font-mono md:text-xs"
        />
      )}
    </FormField>
  );
}

type ScopeFieldProps = { value: ReadonlySet<string>; onChange: (value: ReadonlySet<string>) => void };

const SCOPE_WORDS: Readonly<Record<KeyScope, string>> = {
  chat: "Chat and completions",
  embeddings: "Embeddings",
  images: "Images",
  audio: "Audio",
  moderations: "Moderations",
  "models:read": "List models",
  http: "Any other HTTP call",
};

function ScopeField({ value, onChange }: ScopeFieldProps) {
  const id = useId();
  const error = use(FormErrors).scopes;

  function toggle(scope: string, isOn: boolean) {
    const next = new Set(value);
    if (isOn) next.add(scope);
    else next.delete(scope);
    onChange(next);
  }

  return (
    <FieldSet aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}>
      <FieldLegend>Scopes</FieldLegend>
      <div className="grid gap-2.5 rounded-md border p-3 sm:grid-cols-2">
        {KEY_SCOPES.map((scope) => (
          <Label key={scope} className="font-normal">
            <Checkbox checked={value.has(scope)} onCheckedChange={(isOn) => toggle(scope, isOn === true)} />
            {SCOPE_WORDS[scope]}
          </Label>
        ))}
      </div>
      <p id={`${id}-hint`} className="text-xs text-muted-foreground">
        {value.size === 0
          ? "None ticked: the key may do everything."
          : "The key may do what is ticked, and nothing else."}
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </FieldSet>
  );
}

/** Calls in a window: two numbers that only make sense together. */
export function OwnLimitFields({ apiKey }: { apiKey: ApiKey | null }) {
  const seconds = apiKey?.rate_limit_window_ms == null ? "" : apiKey.rate_limit_window_ms / 1000;
  return (
    <div className="grid grid-cols-2 gap-4">
      <FormField
        name="rate_limit_requests"
        label="Own limit"
        correction="Use a whole number above 0, or leave it empty."
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            inputMode="numeric"
            min={1}
            placeholder="No limit"
            defaultValue={apiKey?.rate_limit_requests ?? ""}
          />
        )}
      </FormField>
      <FormField name="rate_limit_window_ms" label="calls in seconds" correction="Use 1 second or more.">
        {(control) => (
          <Input {...control} type="number" inputMode="numeric" min={1} placeholder="60" defaultValue={seconds} />
        )}
      </FormField>
    </div>
  );
}

const MINUTE_S = 60;

export function ownLimitInput(data: FormData) {
  const requests = formText(data, "rate_limit_requests");
  if (requests === "") return { rate_limit_requests: null, rate_limit_window_ms: null };
  const seconds = formText(data, "rate_limit_window_ms");
  return {
    rate_limit_requests: Number(requests),
    rate_limit_window_ms: Math.round((seconds === "" ? MINUTE_S : Number(seconds)) * 1000),
  };
}
