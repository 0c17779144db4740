"use client";

import { useState } from "react";

/** A menu's item is gone when its dialog closes; the button that opened the menu is not. */
function lastingOpener(): Element | null {
  const menu = document.activeElement?.closest("[role=menu]");
  const trigger = menu?.getAttribute("aria-labelledby");
  return trigger ? document.getElementById(trigger) : document.activeElement;
}

function canTakeFocus(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && element.isConnected && element !== document.body;
}

/**
 * Gives the focus back to what had it before, also where a dialog has no trigger of its own; to the page if that is
 * gone. For a component that exists only while its dialog is open: a control that focuses itself is not there yet.
 */
export function useReturnFocus() {
  const [opener] = useState(lastingOpener);
  return {
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const target = canTakeFocus(opener) ? opener : document.getElementById("main");
      target?.focus({ preventScroll: true });
    },
  };
}
