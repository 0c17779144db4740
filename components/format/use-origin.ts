import { useSyncExternalStore } from "react";

function subscribe(): () => void {
  return () => undefined;
}

/** The public address under which the viewer reaches this installation; the gateway answers there too. */
export function useOrigin(): string {
  return useSyncExternalStore(
    subscribe,
    () => window.location.origin,
    () => "",
  );
}
