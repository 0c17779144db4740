import { CheckIcon, ChevronsUpDownIcon } from "lucide-react";
import { useState } from "react";
import type { ControlProps } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

export type Option = { value: string; label: string; hint?: string };
export type OptionGroup = { heading: string; options: readonly Option[] };

type OptionPickerProps = {
  control: ControlProps;
  groups: readonly OptionGroup[];
  selected: ReadonlySet<string>;
  /** Picks one, or with `isMultiple` adds or takes away. */
  onPick: (value: string) => void;
  isMultiple?: boolean;
  /** What the closed control shows. */
  text: string;
};

/** A choice from a list that is too long to look through: it is searched by typing. */
export function OptionPicker({ control, groups, selected, onPick, isMultiple = false, text }: OptionPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const { name: _, ...wiring } = control;

  function pick(value: string) {
    onPick(value);
    if (!isMultiple) setOpen(false);
  }

  return (
    <Popover open={isOpen} onOpenChange={setOpen} modal>
      <PopoverTrigger asChild>
        <Button
          {...wiring}
          variant="outline"
          role="combobox"
          aria-expanded={isOpen}
          data-placeholder={selected.size === 0}
          className="w-full justify-between font-normal data-[placeholder=true]:text-muted-foreground aria-invalid:border-danger"
        >
          <span className="truncate">{text}</span>
          <ChevronsUpDownIcon className="opacity-60" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-(--radix-popover-trigger-width) min-w-64">
        <Command loop>
          <CommandInput placeholder="Search…" aria-label="Search" />
          <CommandList className="max-h-64">
            <CommandEmpty>Nothing matches.</CommandEmpty>
            {groups.map(({ heading, options }) => (
              <CommandGroup key={heading} heading={heading}>
                {options.map(({ value, label, hint }) => (
                  <CommandItem
                    key={value}
                    value={`${label} ${hint ?? ""} ${value}`}
                    aria-checked={selected.has(value)}
                    onSelect={() => pick(value)}
                  >
                    <CheckIcon aria-hidden="true" className={selected.has(value) ? undefined : "opacity-0"} />
                    <span className="min-w-0 flex-1 truncate">{label}</span>
                    {hint && <span className="shrink-0 text-xs text-muted-foreground">{hint}</span>}
                  </CommandItem>
                ))}
              </CommandGroup>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
