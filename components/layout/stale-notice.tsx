import { CloudOffIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** Says that what is shown is no longer fresh, and why; nothing while all is well. */
export function StaleNotice({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    <Badge variant="warning" role="status" title={error.message}>
      <CloudOffIcon aria-hidden="true" /> Not up to date
    </Badge>
  );
}
