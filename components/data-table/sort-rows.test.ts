import { describe, expect, it } from "vitest";
import type { Column } from "./column";
import { nextSort, sortDirection, sortRows } from "./sort-rows";

type Row = { name: string; used: number | null };
const columns: Column<Row>[] = [
  { id: "name", header: "", cell: () => "", sortValue: (row) => row.name },
  { id: "used", header: "", cell: () => "", sortValue: (row) => row.used },
  { id: "menu", header: "", cell: () => "" },
];
const rows: Row[] = [
  { name: "key 10", used: 3 },
  { name: "Key 2", used: null },
  { name: "alpha", used: 20 },
];
const names = (sort: string) => sortRows(rows, columns, sort).map(({ name }) => name);

describe("sortRows", () => {
  it("orders text as people read it", () => {
    expect(names("name")).toEqual(["alpha", "Key 2", "key 10"]);
    expect(names("-name")).toEqual(["key 10", "Key 2", "alpha"]);
  });

  it("puts what is not known last in both directions", () => {
    expect(names("used")).toEqual(["key 10", "alpha", "Key 2"]);
    expect(names("-used")).toEqual(["alpha", "key 10", "Key 2"]);
  });

  it("keeps the rows' own order for anything else", () => {
    for (const sort of ["", "menu", "nothing", "-"]) expect(sortRows(rows, columns, sort)).toBe(rows);
  });
});

describe("nextSort", () => {
  it("goes from ascending to descending to none, and starts anew on another column", () => {
    expect(nextSort("", "name")).toBe("name");
    expect(nextSort("name", "name")).toBe("-name");
    expect(nextSort("-name", "name")).toBe("");
    expect(nextSort("-used", "name")).toBe("name");
    expect(sortDirection("-name", "name")).toBe("descending");
  });
});
