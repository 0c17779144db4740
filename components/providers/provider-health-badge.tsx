import { StatusBadge } from "@/components/format/status-badge";
import type { Provider } from "@/lib/services/providers/schema";

/** Disabled, healthy, failing or not checked: in words. */
export function ProviderHealthBadge({ provider: { is_active, health } }: { provider: Provider }) {
  if (!is_active) return <StatusBadge tone="neutral" label="Disabled" />;
  if (!health?.last_health_check_at) return <StatusBadge tone="neutral" label="Not checked" />;
  if (health.is_healthy) return <StatusBadge tone="success" label="Healthy" />;
  return <StatusBadge tone="danger" label={`Failing (${health.consecutive_failures} in a row)`} />;
}
