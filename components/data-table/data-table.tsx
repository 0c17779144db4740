import type { Column } from "@/components/data-table/column";
import { SortHead } from "@/components/data-table/sort-head";
import { type SortKey, sortDirection, sortRows } from "@/components/data-table/sort-rows";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/ui/cn";

type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selectedKey?: string | null;
  sort?: { value: SortKey; onChange: (sort: SortKey) => void };
};

const STICKY_HEAD = "sticky left-0 z-10 bg-card";
const STICKY_CELL =
  "sticky left-0 z-10 bg-card group-hover/row:bg-[color-mix(in_oklab,var(--muted)_60%,var(--card))] group-data-[state=selected]/row:bg-accent max-md:border-r max-md:border-border/60";

export function DataTable<Row>({ caption, columns, rows, rowKey, selectedKey = null, sort }: DataTableProps<Row>) {
  const shown = sort ? sortRows(rows, columns, sort.value) : rows;
  return (
    <Table>
      <TableCaption className="sr-only">{caption}</TableCaption>
      <TableHeader>
        <TableRow className="hover:bg-transparent">
          {columns.map(({ id, header, align, className, sortValue }, index) => (
            <TableHead
              key={id}
              aria-sort={sort && sortValue ? sortDirection(sort.value, id) : undefined}
              className={cn(align === "end" && "text-right", index === 0 && STICKY_HEAD, className)}
            >
              {sort && sortValue ? (
                <SortHead columnId={id} sort={sort.value} onChange={sort.onChange}>
                  {header}
                </SortHead>
              ) : (
                header
              )}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {shown.map((row) => {
          const key = rowKey(row);
          return (
            <TableRow key={key} data-state={key === selectedKey ? "selected" : undefined} className="group/row">
              {columns.map(({ id, cell, align, className }, index) => (
                <TableCell
                  key={id}
                  className={cn(align === "end" && "text-right tabular-nums", index === 0 && STICKY_CELL, className)}
                >
                  {cell(row)}
                </TableCell>
              ))}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
