import { BellIcon, CircleOffIcon, EyeIcon, LockIcon, type LucideIcon, OctagonXIcon } from "lucide-react";
import { Badge, type BadgeVariant } from "@/components/ui/badge";

const KINDS = {
  hard: { label: "Hard", variant: "secondary", icon: LockIcon },
  soft: { label: "Soft", variant: "secondary", icon: BellIcon },
  spent: { label: "Spent", variant: "danger", icon: OctagonXIcon },
  enforced: { label: "Enforced", variant: "secondary", icon: LockIcon },
  full: { label: "Full", variant: "danger", icon: OctagonXIcon },
  shadow: { label: "Shadow", variant: "info", icon: EyeIcon },
  off: { label: "Off", variant: "outline", icon: CircleOffIcon },
} as const satisfies Record<string, { label: string; variant: BadgeVariant; icon: LucideIcon }>;
export type RuleKind = keyof typeof KINDS;

/** What a rule does when it is reached, as icon and word. */
export function RuleKindBadge({ kind }: { kind: RuleKind }) {
  const { label, variant, icon: Icon } = KINDS[kind];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden="true" />
      {label}
    </Badge>
  );
}
