import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LedgerUnderTest } from "./ledger-fixtures";
import { runSequence, type Tally } from "./ledger-oracle-run";
import { anyRules, anyStep } from "./ledger-oracle-steps";

const FORTNIGHT_MS = 14 * 86_400_000;

const ENOUGH_RUNS = 200;

/** What every long enough run must have seen, or it proved less than it says. */
const MUST_HAVE_SEEN = [
  "admit admitted",
  "admit refused",
  "admit stale",
  "passed over",
  "waits",
  "start started",
  "start refused",
  "extend held",
  "extend refused",
  "replace held",
  "replace refused",
  "settle settled",
  "settle late",
  "crossed",
  "reaped",
  "adjusted",
];

/** Every answer and every counter of a ledger against the oracle's, over random rules and random calls. */
export function describeLedgerOracle(name: string, make: () => Promise<LedgerUnderTest>, numRuns: number): void {
  describe(`${name} ledger`, () => {
    let subject: LedgerUnderTest;
    beforeAll(async () => {
      subject = await make();
    });
    afterAll(() => subject.close());

    it("agrees with verdicts recomputed from the plain list of events, at every step", async () => {
      const tally: Tally = {};
      let sequences = 0;
      const steps = fc.array(anyStep, { minLength: 1, maxLength: 60, size: "max" });
      await fc.assert(
        fc.asyncProperty(anyRules, steps, async (ruleList, stepList) => {
          sequences += 1;
          const { clock, ledger } = subject;
          clock.set(Math.ceil(clock.nowMs() / FORTNIGHT_MS + 4) * FORTNIGHT_MS + 43_200_000);
          // What a sequence left that failed half-way, while fast-check looks for a shorter one.
          await ledger.reap();
          await ledger.acknowledge((await ledger.drain(10_000)).ids);
          await runSequence(subject, `s${sequences}`, ruleList, stepList, tally);
        }),
        { numRuns },
      );
      if (numRuns >= ENOUGH_RUNS) expect(MUST_HAVE_SEEN.filter((what) => (tally[what] ?? 0) === 0)).toEqual([]);
    });
  });
}
