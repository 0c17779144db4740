import { FormField } from "@/components/forms/form-field";
import { Input } from "@/components/ui/input";

type DollarFieldProps = {
  name: string;
  label: string;
  description?: string;
  isOptional?: boolean;
  value: string;
  onChange: (dollars: string) => void;
};

/** An amount of dollars, kept to its last digit. */
export function DollarField({ name, label, description, isOptional = false, value, onChange }: DollarFieldProps) {
  return (
    <FormField
      name={name}
      label={label}
      description={description}
      isOptional={isOptional}
      {...(name === "soft_amount_cents"
        ? { correction: "Use dollars from 0, not more than the amount." }
        : { correction: "Use dollars from 0 to 9,007,199.25, e.g. 100 or 12.50." })}
    >
      {(control) => (
        <div className="relative">
          <span aria-hidden="true" className="absolute top-1/2 left-3 -translate-y-1/2 text-sm text-muted-foreground">
            $
          </span>
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            placeholder={isOptional ? "none" : "100"}
            className="pl-6.5 tabular-nums"
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </div>
      )}
    </FormField>
  );
}
