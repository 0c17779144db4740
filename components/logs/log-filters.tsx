import { SearchIcon, XIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { type FilterOption, FilterSelect } from "@/components/logs/filter-select";
import { type LogFilters, STATUS_FILTERS } from "@/components/logs/log-search-params";
import { RangeSwitch } from "@/components/overview/range-switch";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

const STATUS_LABELS: Readonly<Record<(typeof STATUS_FILTERS)[number], string>> = {
  "2xx": "2xx succeeded",
  "4xx": "4xx errors",
  "5xx": "5xx failures",
  refused: "Refused by Sluice",
};
const STATUS_OPTIONS: FilterOption[] = STATUS_FILTERS.map((value) => ({ value, label: STATUS_LABELS[value] }));
const TYPING_MS = 300;

export type LogFilterOptions = { keys: FilterOption[]; providers: FilterOption[]; models: FilterOption[] };

type LogFiltersBarProps = {
  filters: LogFilters;
  options: LogFilterOptions;
  onChange: (change: Partial<LogFilters>) => void;
};

export function LogFiltersBar({ filters, options, onChange }: LogFiltersBarProps) {
  const { status, model, key, provider, q, range } = filters;
  const isFiltered = Boolean(status || model || key || provider || q);
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField value={q} onChange={(next) => onChange({ q: next })} />
      <FilterSelect
        label="Status"
        value={status}
        options={STATUS_OPTIONS}
        onChange={(next) => onChange({ status: STATUS_FILTERS.find((known) => known === next) ?? null })}
      />
      <FilterSelect
        label="Model"
        value={model}
        options={options.models}
        onChange={(next) => onChange({ model: next })}
      />
      <FilterSelect label="Key" value={key} options={options.keys} onChange={(next) => onChange({ key: next })} />
      <FilterSelect
        label="Provider"
        value={provider}
        options={options.providers}
        onChange={(next) => onChange({ provider: next })}
      />
      {isFiltered && (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => onChange({ status: null, model: null, key: null, provider: null, q: "" })}
        >
          <XIcon /> Clear filters
        </Button>
      )}
      <div className="ml-auto">
        <RangeSwitch value={range} onChange={(next) => onChange({ range: next })} />
      </div>
    </search>
  );
}

/** Follows the URL, and writes to it once the typing pauses. */
function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }

  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);

  return (
    <div className="relative w-full sm:w-56">
      <SearchIcon aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-muted-foreground" />
      <Input
        type="search"
        aria-label="Find by request id"
        placeholder="Request id…"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        className="h-8 pl-8"
      />
    </div>
  );
}
