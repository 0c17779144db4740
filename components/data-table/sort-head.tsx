import { ArrowDownIcon, ArrowUpIcon, ChevronsUpDownIcon } from "lucide-react";
import type { ReactNode } from "react";
import { nextSort, type SortKey, sortDirection } from "@/components/data-table/sort-rows";

const ICONS = { ascending: ArrowUpIcon, descending: ArrowDownIcon, none: ChevronsUpDownIcon };

type SortHeadProps = { columnId: string; sort: SortKey; onChange: (sort: SortKey) => void; children: ReactNode };

export function SortHead({ columnId, sort, onChange, children }: SortHeadProps) {
  const direction = sortDirection(sort, columnId);
  const Icon = ICONS[direction];
  return (
    <button
      type="button"
      onClick={() => onChange(nextSort(sort, columnId))}
      className="inline-flex items-center gap-1 rounded-sm outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50"
    >
      {children}
      <Icon aria-hidden="true" className={direction === "none" ? "size-3 opacity-50" : "size-3 text-foreground"} />
    </button>
  );
}
