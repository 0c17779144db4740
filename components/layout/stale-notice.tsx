import { CloudOffIcon, LogInIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ApiError } from "@/lib/ui/api-client";

/** Says that what is shown is no longer fresh, why, and what to do; nothing while all is well. */
export function StaleNotice({ error }: { error: Error | null }) {
  const pathname = usePathname();
  if (!error) return null;
  if (error instanceof ApiError && error.status === 401) {
    return (
      <Button asChild variant="outline" size="sm">
        <a href={`/sign-in?next=${encodeURIComponent(pathname)}`}>
          <LogInIcon /> Session ended: sign in again
        </a>
      </Button>
    );
  }
  return (
    <Badge variant="warning" role="status" title={error.message}>
      <CloudOffIcon aria-hidden="true" /> Not up to date
    </Badge>
  );
}
