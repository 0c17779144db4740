import { setTimeout as delay } from "node:timers/promises";

/** Any answer will do: it says that somebody listens. */
export async function untilAnswers(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(url, { signal, redirect: "manual" }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await delay(20);
  }
}
