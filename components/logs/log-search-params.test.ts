import { describe, expect, it } from "vitest";
import { ListLogsInput } from "@/lib/services/logs/schema";
import { toListFilters } from "./log-search-params";

const NOW_MS = Date.parse("2026-03-29T12:00:00Z");
const NONE = { range: "24h", status: null, model: null, key: null, provider: null, q: "" } as const;

describe("toListFilters", () => {
  it("asks for the range's beginning and nothing else without filters", () => {
    expect(toListFilters(NONE, NOW_MS)).toEqual({ from: "2026-03-28T12:00:00.000Z" });
  });

  it("asks for refusals by the decision, not by a status class", () => {
    expect(toListFilters({ ...NONE, status: "refused" }, NOW_MS)).toMatchObject({ decision: "refused" });
    expect(toListFilters({ ...NONE, status: "5xx" }, NOW_MS)).toMatchObject({ status_class: "5xx" });
  });

  it("is what the list accepts", () => {
    const id = "0197a000-0000-7000-8000-000000000001";
    const filters = toListFilters(
      { range: "7d", status: "4xx", model: "m", key: id, provider: id, q: " req " },
      NOW_MS,
    );
    expect(ListLogsInput.safeParse(filters).success).toBe(true);
    expect(filters.q).toBe("req");
  });
});
