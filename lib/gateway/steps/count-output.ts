import type { Admitted, GatewayRuntime } from "@/lib/gateway/context";
import type { Consumption } from "./settle";

/** A settlement waits for the count of a cut stream so long; the caller has its answer by then. */
const MAX_WAIT_MS = 1_000;

/** Whether the text of a stream is worth keeping while it passes: should it be cut, it can be counted. */
export function keepsText({ tokens }: GatewayRuntime, { isStream, model, dialect }: Admitted): boolean {
  return isStream && tokens !== null && model !== null && dialect.name === "openai" && tokens.canCount(model);
}

/**
 * What a cut stream generated, counted exactly; null at once where the upstream said its usage or nobody can count. Such a
 * count still goes as estimated: providers may bill what they generated and did not send.
 */
export function countOutput(
  { tokens, timers }: GatewayRuntime,
  { model }: Admitted,
  consumption: Consumption,
): Promise<Consumption> | null {
  if (consumption.kind !== "observed" || tokens === null || model === null) return null;
  const { observer } = consumption;
  if (observer.facts().usage !== null) return null;
  const text = observer.outputText();
  if (text === null || text === "") return null;
  return new Promise((resolve) => {
    const stopWaiting = timers.after(MAX_WAIT_MS, () => resolve(consumption));
    tokens.count(text, model).then(
      (counted) => {
        stopWaiting();
        resolve({ ...consumption, counted });
      },
      () => {
        stopWaiting();
        resolve(consumption);
      },
    );
  });
}
