import { useSyncExternalStore } from "react";

function subscribe(): () => void {
  return () => undefined;
}

/** The viewer's IANA zone; UTC on the server and during hydration, so both render the same text. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    subscribe,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
