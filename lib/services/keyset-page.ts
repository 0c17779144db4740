import { encodeCursor } from "@/lib/services/cursor";
import type { Page } from "@/lib/services/page";

/** A page of rows that were read newest id first, one more than `limit`. */
export function keysetPage<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}
