import { KeyRoundIcon } from "lucide-react";
import { StatusBadge } from "@/components/format/status-badge";
import { TimeText } from "@/components/format/time-text";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { ApiKey } from "@/lib/services/api-keys/schema";

/** The secrets that work now, and when each ends. */
export function KeySecrets({ apiKey }: { apiKey: ApiKey }) {
  const isUsable = apiKey.status === "active";
  return (
    <Card>
      <CardHeader>
        <CardTitle>Secrets</CardTitle>
      </CardHeader>
      <CardContent className="pt-2">
        <ul className="divide-y rounded-md border text-sm">
          <li className="grid gap-1 px-3 py-2">
            <span className="flex items-center gap-2">
              <KeyRoundIcon aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
              <span className="min-w-0 flex-1 truncate font-mono text-xs">
                {apiKey.key_prefix}…{apiKey.key_last4}
              </span>
              {isUsable ? (
                <StatusBadge tone="success" label="Current" />
              ) : (
                <StatusBadge tone="neutral" label="Not usable" />
              )}
            </span>
            <span className="text-xs text-muted-foreground">
              {apiKey.expires_at ? (
                <>
                  Ends <TimeText iso={apiKey.expires_at} style="relative" />, <TimeText iso={apiKey.expires_at} />
                </>
              ) : (
                "Never expires"
              )}
            </span>
          </li>
          {apiKey.former_secrets.map(({ valid_until }) => (
            <li key={valid_until} className="grid gap-1 px-3 py-2">
              <span className="flex items-center gap-2">
                <KeyRoundIcon aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
                <span className="min-w-0 flex-1 truncate">Former secret</span>
                <StatusBadge tone="warning" label="In grace" />
              </span>
              <span className="text-xs text-muted-foreground">
                Ends <TimeText iso={valid_until} style="relative" />, <TimeText iso={valid_until} />
              </span>
            </li>
          ))}
        </ul>
        <p className="mt-2 text-xs text-muted-foreground">
          {apiKey.rotation_count === 0
            ? "Never rotated."
            : `Rotated ${apiKey.rotation_count === 1 ? "once" : `${apiKey.rotation_count} times`}.`}{" "}
          Limits, budgets and balances outlive a rotation.
        </p>
      </CardContent>
    </Card>
  );
}
