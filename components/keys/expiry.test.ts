import { describe, expect, it } from "vitest";
import { Timestamp } from "@/lib/services/fields";
import { EXPIRY_CHOICES, expiresAt } from "./expiry";

const NOW_MS = Date.parse("2026-03-29T12:00:00Z");

describe("expiresAt", () => {
  it("is null for a key that never expires", () => {
    expect(expiresAt("never", "", NOW_MS)).toBeNull();
  });

  it("counts days from now", () => {
    expect(expiresAt("7", "", NOW_MS)).toBe("2026-04-05T12:00:00.000Z");
  });

  it("takes a date as the end of that day where the viewer is", () => {
    expect(expiresAt("date", "2026-04-05", NOW_MS)).toBe(new Date("2026-04-05T23:59:59").toISOString());
  });

  it("never makes a missing date into no expiry", () => {
    expect(Timestamp.safeParse(expiresAt("date", "", NOW_MS)).success).toBe(false);
  });

  it("gives for every choice of days a time that the server accepts", () => {
    for (const { value, days } of EXPIRY_CHOICES) {
      if (days !== null) expect(Timestamp.safeParse(expiresAt(value, "", NOW_MS)).success).toBe(true);
    }
  });
});
