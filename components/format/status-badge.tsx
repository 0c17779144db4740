import {
  BanIcon,
  CircleCheckIcon,
  CircleDashedIcon,
  CircleXIcon,
  type LucideIcon,
  TriangleAlertIcon,
} from "lucide-react";
import { Badge, type BadgeVariant } from "@/components/ui/badge";
import type { Tone } from "@/lib/ui/request-status";

const LOOKS: Readonly<Record<Tone, { variant: BadgeVariant; icon: LucideIcon }>> = {
  success: { variant: "success", icon: CircleCheckIcon },
  warning: { variant: "warning", icon: BanIcon },
  danger: { variant: "danger", icon: CircleXIcon },
  info: { variant: "info", icon: TriangleAlertIcon },
  neutral: { variant: "secondary", icon: CircleDashedIcon },
};

/** A state as icon and words; the colour only repeats them. */
export function StatusBadge({ tone, label }: { tone: Tone; label: string }) {
  const { variant, icon: Icon } = LOOKS[tone];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden="true" />
      {label}
    </Badge>
  );
}
