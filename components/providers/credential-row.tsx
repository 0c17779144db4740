import { EllipsisIcon, PowerIcon, RotateCwIcon, Trash2Icon } from "lucide-react";
import { useTransition } from "react";
import { toast } from "sonner";
import { StatusBadge } from "@/components/format/status-badge";
import type { ProviderActions } from "@/components/providers/provider-actions";
import type { ProviderDialog } from "@/components/providers/provider-dialogs";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ProviderCredential } from "@/lib/services/provider-credentials/schema";

type CredentialRowProps = {
  credential: ProviderCredential;
  canWrite: boolean;
  update: ProviderActions["updateCredential"];
  onChanged: () => void;
  onOpen: (dialog: ProviderDialog) => void;
};

export function CredentialRow(props: CredentialRowProps) {
  const { credential, canWrite } = props;
  const models = credential.models.length === 0 ? "all models" : credential.models.join(", ");
  return (
    <li className="flex min-h-10 items-center gap-2 py-1 pr-1 pl-3 text-sm">
      <span className="min-w-16 truncate" title={credential.name}>
        {credential.name}
      </span>
      {!credential.enabled && <StatusBadge tone="neutral" label="Disabled" />}
      {!credential.has_secret && <StatusBadge tone="danger" label="No secret" />}
      <span className="ml-auto min-w-0 truncate pl-2 text-xs text-muted-foreground" title={models}>
        {models} · weight {credential.weight}
      </span>
      {canWrite && <CredentialMenu {...props} />}
    </li>
  );
}

function CredentialMenu({ credential, update, onChanged, onOpen }: CredentialRowProps) {
  const [isPending, startTransition] = useTransition();

  function toggle() {
    startTransition(async () => {
      const result = await update({ id: credential.id, enabled: !credential.enabled });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success(`“${credential.name}” is ${credential.enabled ? "disabled" : "enabled"}`);
      onChanged();
    });
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" disabled={isPending}>
          <EllipsisIcon />
          <span className="sr-only">Actions for credential {credential.name}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen({ kind: "rotate-credential", credential })}>
          <RotateCwIcon aria-hidden="true" /> Replace secret
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={toggle}>
          <PowerIcon aria-hidden="true" /> {credential.enabled ? "Disable" : "Enable"}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "delete-credential", credential })}>
          <Trash2Icon aria-hidden="true" /> Delete…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
