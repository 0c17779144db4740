import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

export type FilterOption = { value: string; label: string };

const ALL = "all";

type FilterSelectProps = {
  label: string;
  value: string | null;
  options: readonly FilterOption[];
  onChange: (value: string | null) => void;
};

/** One filter of a list; its first choice removes it. A value that is no longer offered stays readable. */
export function FilterSelect({ label, value, options, onChange }: FilterSelectProps) {
  const isKnown = value === null || options.some((option) => option.value === value);
  const shown = isKnown ? options : [...options, { value, label: value }];
  return (
    <Select value={value ?? ALL} onValueChange={(next) => onChange(next === ALL ? null : next)}>
      <SelectTrigger
        size="sm"
        aria-label={label}
        data-active={value !== null}
        className="max-w-48 data-[active=true]:border-primary/60"
      >
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={ALL}>
          <span className="text-muted-foreground">{label}: all</span>
        </SelectItem>
        {shown.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
