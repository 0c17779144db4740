import { FormField } from "@/components/forms/form-field";
import { EXPIRY_CHOICES } from "@/components/keys/expiry";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

type ExpiryFieldProps = {
  value: string;
  onChange: (value: string) => void;
  /** The date that stands there first. */
  date?: string;
};

/** When a key ends: one of the usual times, or a day. */
export function ExpiryField({ value, onChange, date }: ExpiryFieldProps) {
  return (
    <FormField name="expires_at" label="Expires" correction="Choose a day from today on.">
      {({ name: _, ...wiring }) => (
        <div className="grid gap-2">
          <Select value={value} onValueChange={onChange}>
            <SelectTrigger {...wiring} className="w-full">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {EXPIRY_CHOICES.map((choice) => (
                <SelectItem key={choice.value} value={choice.value}>
                  {choice.label}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          {value === "date" && <Input name="expires_at" type="date" aria-label="Date of expiry" defaultValue={date} />}
        </div>
      )}
    </FormField>
  );
}
