import { EllipsisIcon, PencilIcon, PowerIcon, Trash2Icon } from "lucide-react";
import { useTransition } from "react";
import { toast } from "sonner";
import type { ProviderCardProps } from "@/components/providers/provider-card";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

type ProviderMenuProps = Omit<ProviderCardProps, "canWrite">;

export function ProviderMenu({ provider, actions, onChanged, onOpen }: ProviderMenuProps) {
  const [isPending, startTransition] = useTransition();

  function toggle() {
    startTransition(async () => {
      const result = await actions.update({ id: provider.id, is_active: !provider.is_active });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success(`“${provider.name}” is ${provider.is_active ? "disabled" : "enabled"}`);
      onChanged();
    });
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" disabled={isPending} className="-mt-1 -mr-2">
          <EllipsisIcon />
          <span className="sr-only">Actions for {provider.name}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen({ kind: "edit", provider })}>
          <PencilIcon aria-hidden="true" /> Edit
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={toggle}>
          <PowerIcon aria-hidden="true" /> {provider.is_active ? "Disable" : "Enable"}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "delete", provider })}>
          <Trash2Icon aria-hidden="true" /> Delete…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
