import { describe, expect, it } from "vitest";
import { createFloodGuard } from "@/lib/server/auth/flood-guard";

function guardAt(options: { limit: number; windowMs: number; maxSubjects?: number }) {
  const time = { nowMs: 1_000_000 };
  return { time, guard: createFloodGuard({ clock: { nowMs: () => time.nowMs }, ...options }) };
}

describe("the flood guard", () => {
  it("refuses from the attempt after the limit until the window ends", () => {
    const { time, guard } = guardAt({ limit: 3, windowMs: 60_000 });
    expect([1, 2, 3, 4].map(() => guard.admits(["a"]))).toEqual([true, true, true, false]);
    time.nowMs += 59_999;
    expect(guard.admits(["a"])).toBe(false);
    time.nowMs += 1;
    expect(guard.admits(["a"])).toBe(true);
  });

  it("counts each subject apart and refuses when any is over its limit", () => {
    const { guard } = guardAt({ limit: 1, windowMs: 60_000 });
    expect(guard.admits(["a", "b"])).toBe(true);
    expect(guard.admits(["c", "b"])).toBe(false);
    expect(guard.admits(["d"])).toBe(true);
  });

  it("forgets a subject on request", () => {
    const { guard } = guardAt({ limit: 1, windowMs: 60_000 });
    guard.admits(["a"]);
    guard.forget("a");
    expect(guard.admits(["a"])).toBe(true);
  });

  it("stays bounded: a flood of new subjects is refused until windows end", () => {
    const { time, guard } = guardAt({ limit: 5, windowMs: 60_000, maxSubjects: 2 });
    expect([guard.admits(["a"]), guard.admits(["b"]), guard.admits(["c"])]).toEqual([true, true, false]);
    time.nowMs += 60_000;
    expect(guard.admits(["c"])).toBe(true);
  });
});
