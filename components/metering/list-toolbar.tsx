import { SearchIcon, XIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type ListToolbarProps = {
  what: string;
  text: string;
  isFiltered: boolean;
  onText: (text: string) => void;
  onClear: () => void;
  children: ReactNode;
};

/** Search and filters above a list. */
export function ListToolbar({ what, text, isFiltered, onText, onClear, children }: ListToolbarProps) {
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-64">
        <SearchIcon aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-muted-foreground" />
        <Input
          type="search"
          aria-label={`Find a ${what}`}
          placeholder="Name or subject…"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          className="h-8 pl-8"
        />
      </div>
      {children}
      {isFiltered && (
        <Button variant="ghost" size="sm" onClick={onClear}>
          <XIcon /> Clear filters
        </Button>
      )}
    </search>
  );
}
