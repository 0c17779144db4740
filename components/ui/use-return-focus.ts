"use client";

import { useRef } from "react";

/** A menu's item is gone when its dialog closes; the button that opened the menu is not. */
function lastingOpener(): Element | null {
  const menu = document.activeElement?.closest("[role=menu]");
  const trigger = menu?.getAttribute("aria-labelledby");
  return trigger ? document.getElementById(trigger) : document.activeElement;
}

/** Gives the focus back to what had it when a dialog opened, also where the dialog has no trigger of its own. */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = lastingOpener();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    },
  };
}
