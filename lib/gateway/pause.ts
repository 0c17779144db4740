import type { Timers } from "./ports";
import type { LeaveSignal } from "./reply";

/** Waits, but no longer than the signal lets it. */
export async function pause(timers: Timers, ms: number, signal: LeaveSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const leave = () => {
      cancel();
      resolve();
    };
    const cancel = timers.after(ms, () => {
      signal.removeEventListener("abort", leave);
      resolve();
    });
    signal.addEventListener("abort", leave, { once: true });
  });
}
