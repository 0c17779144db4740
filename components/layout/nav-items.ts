import {
  ActivityIcon,
  FolderIcon,
  GaugeIcon,
  HourglassIcon,
  KeyRoundIcon,
  type LucideIcon,
  ScrollTextIcon,
  ServerIcon,
  SettingsIcon,
  ShieldIcon,
  WalletIcon,
} from "lucide-react";

/** `segment` is the path below the workspace; that of a page inside it begins with it. */
type NavItem = { segment: string; label: string; icon: LucideIcon };
type NavGroup = { label: string; items: readonly NavItem[] };

/** The pages of a workspace, in the order of the sidebar and the command palette. */
export const NAV_GROUPS: readonly NavGroup[] = [
  {
    label: "Traffic",
    items: [
      { segment: "", label: "Overview", icon: ActivityIcon },
      { segment: "logs", label: "Logs", icon: ScrollTextIcon },
    ],
  },
  {
    label: "Connections",
    items: [
      { segment: "keys", label: "Keys", icon: KeyRoundIcon },
      { segment: "providers", label: "Providers", icon: ServerIcon },
      { segment: "projects", label: "Projects", icon: FolderIcon },
    ],
  },
  {
    label: "Control",
    items: [
      { segment: "budgets", label: "Budgets", icon: WalletIcon },
      { segment: "limits", label: "Limits", icon: GaugeIcon },
      { segment: "rules", label: "Rules", icon: ShieldIcon },
      { segment: "holds", label: "Holds", icon: HourglassIcon },
    ],
  },
  {
    label: "Workspace",
    items: [{ segment: "settings", label: "Settings", icon: SettingsIcon }],
  },
];

export const NAV_ITEMS: readonly NavItem[] = NAV_GROUPS.flatMap(({ items }) => items);

export function navHref(workspace: string, segment: NavItem["segment"]): string {
  return segment === "" ? `/${workspace}` : `/${workspace}/${segment}`;
}
