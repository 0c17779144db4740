import { useSyncExternalStore } from "react";

const TICK_MS = 15_000;
let nowMs = 0;

function subscribe(onTick: () => void): () => void {
  nowMs = Date.now();
  onTick();
  const timer = setInterval(() => {
    nowMs = Date.now();
    onTick();
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** The time now, every 15 seconds; null on the server and until hydrated. */
export function useNow(): number | null {
  const value = useSyncExternalStore(
    subscribe,
    () => nowMs,
    () => 0,
  );
  return value === 0 ? null : value;
}
