import { ActivityIcon, KeyRoundIcon, type LucideIcon, ScrollTextIcon, ServerIcon } from "lucide-react";

type NavItem = { segment: "" | "logs" | "keys" | "providers"; label: string; icon: LucideIcon };

/** The pages of a workspace, in the order of the sidebar and the command palette. */
export const NAV_ITEMS: readonly NavItem[] = [
  { segment: "", label: "Overview", icon: ActivityIcon },
  { segment: "logs", label: "Logs", icon: ScrollTextIcon },
  { segment: "keys", label: "Keys", icon: KeyRoundIcon },
  { segment: "providers", label: "Providers", icon: ServerIcon },
];

export function navHref(workspace: string, segment: NavItem["segment"]): string {
  return segment === "" ? `/${workspace}` : `/${workspace}/${segment}`;
}
