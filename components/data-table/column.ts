import type { ReactNode } from "react";

/** One column: its head and how a row fills it. The first column stays in view while the rest scrolls. */
export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by; without it, it does not. Null comes last in both directions. */
  sortValue?: (row: Row) => string | number | null;
  align?: "end";
  className?: string;
};
