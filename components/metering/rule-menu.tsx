import { EllipsisIcon, PencilIcon, PowerIcon, RotateCcwIcon, Trash2Icon } from "lucide-react";
import { useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Action } from "@/lib/ui/server-action";

export type RuleDialogKind = "edit" | "reset" | "delete";

type RuleMenuProps = {
  rule: { id: string; name: string; is_active: boolean };
  /** Whether it has usage that adds up, and so can be set to zero. */
  canReset: boolean;
  update: Action<{ id: string; is_active: boolean }, unknown>;
  onChanged: () => void;
  onOpen: (kind: RuleDialogKind) => void;
};

/** What can be done with one limit or budget. */
export function RuleMenu({ rule, canReset, update, onChanged, onOpen }: RuleMenuProps) {
  const [isPending, startTransition] = useTransition();

  function toggle() {
    startTransition(async () => {
      const result = await update({ id: rule.id, is_active: !rule.is_active });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success(rule.is_active ? `“${rule.name}” is switched off` : `“${rule.name}” counts again`);
      onChanged();
    });
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" disabled={isPending}>
          <EllipsisIcon />
          <span className="sr-only">Actions for {rule.name}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen("edit")}>
          <PencilIcon aria-hidden="true" /> Edit
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={toggle}>
          <PowerIcon aria-hidden="true" /> {rule.is_active ? "Switch off" : "Switch on"}
        </DropdownMenuItem>
        <DropdownMenuItem disabled={!canReset} onSelect={() => onOpen("reset")}>
          <RotateCcwIcon aria-hidden="true" /> Reset usage…
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="destructive" onSelect={() => onOpen("delete")}>
          <Trash2Icon aria-hidden="true" /> Delete…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
