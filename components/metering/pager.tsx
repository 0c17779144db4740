import { ChevronLeftIcon, ChevronRightIcon } from "lucide-react";
import { Button } from "@/components/ui/button";

export const PAGE_SIZE = 50;

type PagerProps = { page: number; count: number; onChange: (page: number) => void };

/** Steps through a list that is longer than one page; nothing where it is not. */
export function Pager({ page, count, onChange }: PagerProps) {
  const pages = Math.ceil(count / PAGE_SIZE);
  if (pages < 2) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 text-xs text-muted-foreground tabular-nums">
      {(page - 1) * PAGE_SIZE + 1}–{Math.min(count, page * PAGE_SIZE)} of {count}
      <Button variant="outline" size="icon-sm" disabled={page <= 1} onClick={() => onChange(page - 1)}>
        <ChevronLeftIcon />
        <span className="sr-only">Previous page</span>
      </Button>
      <Button variant="outline" size="icon-sm" disabled={page >= pages} onClick={() => onChange(page + 1)}>
        <ChevronRightIcon />
        <span className="sr-only">Next page</span>
      </Button>
    </nav>
  );
}

/** The rows of a page; a page beyond the last shows the last. */
export function pageOf<Row>(rows: readonly Row[], page: number): { rows: readonly Row[]; page: number } {
  const shown = Math.min(Math.max(1, page), Math.max(1, Math.ceil(rows.length / PAGE_SIZE)));
  return { rows: rows.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE), page: shown };
}
