import type { ReactNode } from "react";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/ui/cn";

/** One column: its head and how a row fills it. The first column stays in view while the rest scrolls. */
export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "end";
  className?: string;
};

type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selectedKey?: string | null;
};

const STICKY =
  "sticky left-0 z-10 bg-card group-hover/row:bg-[color-mix(in_oklab,var(--muted)_60%,var(--card))] group-data-[state=selected]/row:bg-accent max-md:border-r max-md:border-border/60";

export function DataTable<Row>({ caption, columns, rows, rowKey, selectedKey = null }: DataTableProps<Row>) {
  return (
    <Table>
      <TableCaption className="sr-only">{caption}</TableCaption>
      <TableHeader>
        <TableRow className="hover:bg-transparent">
          {columns.map(({ id, header, align, className }, index) => (
            <TableHead
              key={id}
              className={cn(align === "end" && "text-right", index === 0 && "sticky left-0 z-10 bg-card", className)}
            >
              {header}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => {
          const key = rowKey(row);
          return (
            <TableRow key={key} data-state={key === selectedKey ? "selected" : undefined} className="group/row">
              {columns.map(({ id, cell, align, className }, index) => (
                <TableCell
                  key={id}
                  className={cn(align === "end" && "text-right tabular-nums", index === 0 && STICKY, className)}
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
