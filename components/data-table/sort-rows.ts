import type { Column } from "./column";

/** A column's id, with `-` before it for descending. Empty keeps the rows' own order. */
export type SortKey = string;

export function sortDirection(sort: SortKey, columnId: string): "ascending" | "descending" | "none" {
  if (sort === columnId) return "ascending";
  return sort === `-${columnId}` ? "descending" : "none";
}

/** Ascending, then descending, then the rows' own order again. */
export function nextSort(sort: SortKey, columnId: string): SortKey {
  const direction = sortDirection(sort, columnId);
  if (direction === "none") return columnId;
  return direction === "ascending" ? `-${columnId}` : "";
}

/** The rows in the order asked for; an unknown column changes nothing. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: SortKey): readonly Row[] {
  const sortValue = columns.find(({ id }) => sortDirection(sort, id) !== "none")?.sortValue;
  if (!sortValue) return rows;
  const sign = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((one, other) => compare(sortValue(one), sortValue(other), sign));
}

function compare(one: string | number | null, other: string | number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  return sign * String(one).localeCompare(String(other), "en", { numeric: true, sensitivity: "base" });
}
