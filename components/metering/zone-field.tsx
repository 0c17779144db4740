import { FormField } from "@/components/forms/form-field";
import { OptionPicker } from "@/components/forms/option-picker";

type ZoneFieldProps = { value: string; onChange: (zone: string) => void };

/** The IANA zone whose clocks decide when a period begins. */
export function ZoneField({ value, onChange }: ZoneFieldProps) {
  return (
    <FormField name="timezone" label="Time zone">
      {(control) => (
        <OptionPicker
          control={control}
          groups={zoneGroups(value)}
          selected={new Set([value])}
          onPick={onChange}
          text={value}
        />
      )}
    </FormField>
  );
}

function zoneGroups(chosen: string) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const near = [...new Set(["UTC", own, chosen])];
  const rest = Intl.supportedValuesOf("timeZone").filter((zone) => !near.includes(zone));
  const toOption = (zone: string) => ({ value: zone, label: zone });
  return [
    { heading: "Near at hand", options: near.map(toOption) },
    { heading: "All zones", options: rest.map(toOption) },
  ];
}
