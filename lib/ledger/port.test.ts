import { describe, expect, it, vi } from "vitest";

describe("an unavailable ledger", () => {
  it("is known as such by another copy of this module, and a full backlog from the rest", async () => {
    const one = await import("./port");
    vi.resetModules();
    const other = await import("./port");
    expect(one.LedgerUnavailable).not.toBe(other.LedgerUnavailable);
    expect(new one.LedgerUnavailable("away")).toBeInstanceOf(other.LedgerUnavailable);
    expect(new one.BacklogFull("full")).toBeInstanceOf(other.LedgerUnavailable);
    expect(new one.BacklogFull("full")).toBeInstanceOf(other.BacklogFull);
    expect(new one.LedgerUnavailable("away")).not.toBeInstanceOf(other.BacklogFull);
    expect(new Error("another")).not.toBeInstanceOf(other.LedgerUnavailable);
  });
});
