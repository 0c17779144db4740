import { expect, it } from "vitest";
import { FakeTime } from "@/tests/helpers/fake-time";
import { createHarness } from "@/tests/helpers/gateway-harness";
import { rateLimit, snapshot } from "@/tests/helpers/snapshot-fixture";

/** The machine's own clock and timers. */
class RealTime extends FakeTime {
  override nowMs(): number {
    return Date.now();
  }

  override after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  }
}

it("a leaky bucket makes callers wait in real time, each no shorter than it was told", async () => {
  const rule = rateLimit({ strategy: "LEAKY_BUCKET", bucket_size: 3, refill_rate: 10, max_wait_ms: 5_000 });
  const harness = createHarness({ snapshot: snapshot({ workspace: { rate_limits: [rule] } }), time: new RealTime() });
  const startMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const { status } = await harness.call({ path: "/api/proxy/things/x" });
      return { status, ms: performance.now() - startMs };
    }),
  );
  const passed = answers.filter(({ status }) => status === 200).map(({ ms }) => ms);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  expect(passed).toHaveLength(4);
  // Timers may fire a millisecond early by another clock.
  for (const [place, ms] of passed.toSorted((a, b) => a - b).entries()) expect(ms).toBeGreaterThan(place * 100 - 5);
});
