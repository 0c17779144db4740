import { PlusIcon, SquareTerminalIcon } from "lucide-react";
import { CopyButton } from "@/components/format/copy-button";
import { CredentialRow } from "@/components/providers/credential-row";
import type { ProviderActions } from "@/components/providers/provider-actions";
import type { ProviderDialog } from "@/components/providers/provider-dialogs";
import { ProviderHealthBadge } from "@/components/providers/provider-health-badge";
import { ProviderMenu } from "@/components/providers/provider-menu";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import type { Provider } from "@/lib/services/providers/schema";

export type ProviderCardProps = {
  provider: Provider;
  canWrite: boolean;
  actions: ProviderActions;
  onChanged: () => void;
  onOpen: (dialog: ProviderDialog) => void;
};

export function ProviderCard(props: ProviderCardProps) {
  const { provider, canWrite, actions, onChanged, onOpen } = props;
  return (
    <Card className="h-full">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2 text-base">
          <span className="min-w-0 truncate">{provider.name}</span>
          <ProviderHealthBadge provider={provider} />
        </CardTitle>
        <p className="truncate font-mono text-xs text-muted-foreground" title={provider.base_url}>
          {provider.base_url}
        </p>
        <CardAction>{canWrite && <ProviderMenu {...props} />}</CardAction>
      </CardHeader>
      <CardContent className="grid flex-1 grid-cols-1 content-start gap-3">
        <div className="flex flex-wrap items-center gap-1.5 text-xs text-muted-foreground">
          <Badge variant="outline">{provider.dialect}</Badge>
          <span className="min-w-0 truncate font-mono">/api/proxy/{provider.slug}</span>
          <CopyButton text={`/api/proxy/${provider.slug}`} what="path" variant="ghost" className="size-6" />
        </div>
        {provider.credentials.length > 0 ? (
          <ul aria-label={`Credentials of ${provider.name}`} className="divide-y rounded-md border">
            {provider.credentials.map((credential) => (
              <CredentialRow
                key={credential.id}
                credential={credential}
                canWrite={canWrite}
                update={actions.updateCredential}
                onChanged={onChanged}
                onOpen={onOpen}
              />
            ))}
          </ul>
        ) : (
          <p className="rounded-md border border-dashed px-3 py-2.5 text-sm text-muted-foreground">
            {provider.credential_names.length > 0
              ? `Credentials: ${provider.credential_names.join(", ")}.`
              : "No credential yet, so calls to this provider are refused."}
          </p>
        )}
      </CardContent>
      <CardFooter className="gap-2">
        {canWrite && (
          <Button variant="outline" size="sm" onClick={() => onOpen({ kind: "add-credential", provider })}>
            <PlusIcon /> Add credential
          </Button>
        )}
        <Button variant="ghost" size="sm" className="ml-auto" onClick={() => onOpen({ kind: "try", provider })}>
          <SquareTerminalIcon /> Try it
        </Button>
      </CardFooter>
    </Card>
  );
}
