import { describe, expect, it } from "vitest";
import type { FloodGuard } from "@/lib/gateway/ports";

export type GuardUnderTest = { guard: FloodGuard; moveTo: (nowMs: number) => void };
export type MakeGuard = (limit: number, windowMs: number) => GuardUnderTest | Promise<GuardUnderTest>;

const WINDOW_MS = 60_000;
/** The beginning of a window. */
const START_MS = Date.parse("2026-11-20T12:00:00Z");

/** What every guard of a door does, wherever it counts. */
export function describeFloodGuard(name: string, make: MakeGuard): void {
  describe(`a flood guard: ${name}`, () => {
    it("admits up to its limit and says how long the rest has to wait", async () => {
      const { guard, moveTo } = await make(3, WINDOW_MS);
      moveTo(START_MS + 20_000);
      for (let attempt = 0; attempt < 3; attempt += 1) expect((await guard.admit("a")).isAllowed).toBe(true);
      expect(await guard.admit("a")).toMatchObject({ isAllowed: false, retryAfterMs: 40_000 });
      moveTo(START_MS + 59_000);
      expect(await guard.admit("a")).toMatchObject({ isAllowed: false, retryAfterMs: 1_000 });
    });

    it("counts each subject apart", async () => {
      const { guard, moveTo } = await make(1, WINDOW_MS);
      moveTo(START_MS);
      expect((await guard.admit("a")).isAllowed).toBe(true);
      expect((await guard.admit("b")).isAllowed).toBe(true);
      expect((await guard.admit("a")).isAllowed).toBe(false);
    });

    it("slides: what was admitted late in a window still counts early in the next, and fades", async () => {
      const { guard, moveTo } = await make(4, WINDOW_MS);
      moveTo(START_MS + 59_000);
      for (let attempt = 0; attempt < 4; attempt += 1) expect((await guard.admit("a")).isAllowed).toBe(true);
      // A quarter into the next window, three of the four still count.
      moveTo(START_MS + 75_000);
      expect((await guard.admit("a")).isAllowed).toBe(true);
      expect(await guard.admit("a")).toMatchObject({ isAllowed: false, retryAfterMs: 45_000 });
    });

    it("does not count what it refused, so that a patient caller is admitted again", async () => {
      const { guard, moveTo } = await make(2, WINDOW_MS);
      moveTo(START_MS);
      for (let attempt = 0; attempt < 20; attempt += 1) await guard.admit("a");
      moveTo(START_MS + 2 * WINDOW_MS);
      expect((await guard.admit("a")).isAllowed).toBe(true);
    });

    it("forgets a subject that has proven itself", async () => {
      const { guard, moveTo } = await make(1, WINDOW_MS);
      moveTo(START_MS);
      await guard.admit("a");
      await guard.forget("a");
      expect((await guard.admit("a")).isAllowed).toBe(true);
    });

    it("lets exactly its limit through when all come at once", async () => {
      const { guard, moveTo } = await make(10, WINDOW_MS);
      moveTo(START_MS);
      const answers = await Promise.all(Array.from({ length: 50 }, () => guard.admit("a")));
      expect(answers.filter(({ isAllowed }) => isAllowed)).toHaveLength(10);
    });
  });
}
