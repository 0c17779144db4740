import { BanIcon, EllipsisIcon, PencilIcon, PowerIcon, RotateCwIcon, Trash2Icon } from "lucide-react";
import { useTransition } from "react";
import { toast } from "sonner";
import type { KeyActions } from "@/components/keys/key-actions";
import type { KeyDialog } from "@/components/keys/key-dialogs";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ApiKey } from "@/lib/services/api-keys/schema";

type KeyMenuProps = {
  apiKey: ApiKey;
  canWrite: boolean;
  update: KeyActions["update"];
  onChanged: () => void;
  onOpen: (dialog: KeyDialog) => void;
};

export function KeyMenu({ apiKey, canWrite, update, onChanged, onOpen }: KeyMenuProps) {
  const [isPending, startTransition] = useTransition();
  if (!canWrite) return null;
  const isRevoked = apiKey.status === "revoked";

  function toggle() {
    startTransition(async () => {
      const result = await update({ id: apiKey.id, is_active: !apiKey.is_active });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success(apiKey.is_active ? `“${apiKey.name}” is disabled` : `“${apiKey.name}” works again`);
      onChanged();
    });
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" disabled={isPending}>
          <EllipsisIcon />
          <span className="sr-only">Actions for {apiKey.name}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem disabled={isRevoked} onSelect={() => onOpen({ kind: "edit", apiKey })}>
          <PencilIcon aria-hidden="true" /> Edit
        </DropdownMenuItem>
        <DropdownMenuItem disabled={isRevoked} onSelect={() => onOpen({ kind: "rotate", apiKey })}>
          <RotateCwIcon aria-hidden="true" /> Rotate…
        </DropdownMenuItem>
        <DropdownMenuItem disabled={isRevoked} onSelect={toggle}>
          <PowerIcon aria-hidden="true" /> {apiKey.is_active ? "Disable" : "Enable"}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem
          variant="destructive"
          disabled={isRevoked}
          onSelect={() => onOpen({ kind: "revoke", apiKey })}
        >
          <BanIcon aria-hidden="true" /> Revoke…
        </DropdownMenuItem>
        <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "delete", apiKey })}>
          <Trash2Icon aria-hidden="true" /> Delete…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
