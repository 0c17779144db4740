import { use, useId } from "react";
import { FormErrors } from "@/components/forms/form-errors";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldError, FieldLegend, FieldSet } from "@/components/ui/field";
import { Label } from "@/components/ui/label";

type ScopeChoiceProps = {
  scopes: readonly string[];
  value: ReadonlySet<string> | "all";
  onChange: (value: ReadonlySet<string> | "all") => void;
};

/** What a management key may do: all that its role may, or what is ticked. */
export function ScopeChoice({ scopes, value, onChange }: ScopeChoiceProps) {
  const id = useId();
  const error = use(FormErrors).scopes;

  function toggle(scope: string, isOn: boolean) {
    const next = new Set(value === "all" ? [] : value);
    if (isOn) next.add(scope);
    else next.delete(scope);
    onChange(next);
  }

  return (
    <FieldSet aria-describedby={error ? `${id}-error` : undefined}>
      <FieldLegend>Scopes</FieldLegend>
      <div className="grid gap-2.5 rounded-md border p-3">
        <Label className="font-normal">
          <Checkbox
            checked={value === "all"}
            aria-invalid={error ? true : undefined}
            onCheckedChange={(isOn) => onChange(isOn === true ? "all" : new Set())}
          />
          Everything that the role may do
        </Label>
        {value !== "all" && (
          <ul className="grid max-h-48 grid-cols-1 gap-2 overflow-y-auto border-t pt-2.5 sm:grid-cols-2">
            {scopes.map((scope) => (
              <li key={scope}>
                <Label className="font-mono text-xs font-normal">
                  <Checkbox checked={value.has(scope)} onCheckedChange={(isOn) => toggle(scope, isOn === true)} />
                  {scope}
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
