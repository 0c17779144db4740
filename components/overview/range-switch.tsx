import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { RANGE_LABELS, TIME_RANGES, type TimeRange } from "@/lib/ui/time-range";

type RangeSwitchProps = { value: TimeRange; onChange: (range: TimeRange) => void };

export function RangeSwitch({ value, onChange }: RangeSwitchProps) {
  function pick(text: string) {
    const range = TIME_RANGES.find((known) => known === text);
    if (range) onChange(range);
  }
  return (
    <ToggleGroup type="single" value={value} onValueChange={pick} aria-label="Time range">
      {TIME_RANGES.map((range) => (
        <ToggleGroupItem key={range} value={range} aria-label={RANGE_LABELS[range]}>
          {range}
        </ToggleGroupItem>
      ))}
    </ToggleGroup>
  );
}
