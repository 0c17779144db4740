import { use, useId } from "react";
import { FormErrors } from "@/components/forms/form-errors";
import type { KeyChoices } from "@/components/keys/key-actions";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldError, FieldLegend, FieldSet } from "@/components/ui/field";
import { Label } from "@/components/ui/label";

type ProviderChoiceProps = {
  providers: KeyChoices["providers"];
  value: ReadonlySet<string> | "all";
  onChange: (value: ReadonlySet<string> | "all") => void;
};

/** Which providers the key may call: all of them, later ones included, or the ones that are ticked. */
export function ProviderChoice({ providers, value, onChange }: ProviderChoiceProps) {
  const id = useId();
  const error = use(FormErrors).providers;

  function toggle(providerId: string, isOn: boolean) {
    const next = new Set(value === "all" ? [] : value);
    if (isOn) next.add(providerId);
    else next.delete(providerId);
    onChange(next);
  }

  return (
    <FieldSet aria-describedby={error ? `${id}-error` : undefined}>
      <FieldLegend>Providers</FieldLegend>
      <div className="grid gap-2.5 rounded-md border p-3">
        <Label className="font-normal">
          <Checkbox
            checked={value === "all"}
            aria-invalid={error ? true : undefined}
            onCheckedChange={(isOn) => onChange(isOn === true ? "all" : new Set())}
          />
          All providers, also those added later
        </Label>
        {value !== "all" && (
          <ul className="grid max-h-40 gap-2.5 overflow-y-auto border-t pt-2.5">
            {providers.map((provider) => (
              <li key={provider.id}>
                <Label className="font-normal">
                  <Checkbox
                    checked={value.has(provider.id)}
                    onCheckedChange={(isOn) => toggle(provider.id, isOn === true)}
                  />
                  {provider.name}
                  <span className="font-mono text-xs text-muted-foreground">{provider.slug}</span>
                </Label>
              </li>
            ))}
          </ul>
        )}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </FieldSet>
  );
}
