import { StatusBadge } from "@/components/format/status-badge";
import type { ApiKeyStatus } from "@/lib/services/api-keys/schema";
import type { Tone } from "@/lib/ui/request-status";

const LOOKS: Readonly<Record<ApiKeyStatus, { tone: Tone; label: string }>> = {
  active: { tone: "success", label: "Active" },
  disabled: { tone: "neutral", label: "Disabled" },
  expired: { tone: "warning", label: "Expired" },
  revoked: { tone: "danger", label: "Revoked" },
};

export function KeyStatusBadge({ status }: { status: ApiKeyStatus }) {
  return <StatusBadge {...LOOKS[status]} />;
}
