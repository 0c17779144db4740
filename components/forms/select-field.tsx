import { type ControlProps, FormField } from "@/components/forms/form-field";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

type SelectFieldProps<Value extends string> = {
  name: string;
  label: string;
  description?: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** A labelled choice of a few. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { name, label, description, value, options, onChange } = props;
  return (
    <FormField name={name} label={label} description={description}>
      {(control) => (
        <Select value={value} onValueChange={(next) => onChange(chosen(options, next) ?? value)}>
          <SelectTrigger {...withoutName(control)} className="w-full">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {options.map((option) => (
              <SelectItem key={option.value} value={option.value}>
                {option.label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </FormField>
  );
}

function chosen<Value extends string>(options: readonly { value: Value }[], text: string): Value | undefined {
  return options.find(({ value }) => value === text)?.value;
}

/** A select's trigger is a button: it takes the wiring but no name. */
function withoutName({ name: _, ...wiring }: ControlProps): Omit<ControlProps, "name"> {
  return wiring;
}
