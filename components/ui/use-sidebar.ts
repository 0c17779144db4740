"use client";

import { createContext, use } from "react";

export type SidebarState = {
  isCollapsed: boolean;
  isMobileOpen: boolean;
  setMobileOpen: (isOpen: boolean) => void;
  toggle: () => void;
};

export const SidebarContext = createContext<SidebarState | null>(null);

export function useSidebar(): SidebarState {
  const state = use(SidebarContext);
  if (!state) throw new Error("useSidebar must be used inside a SidebarProvider.");
  return state;
}
