import { EllipsisIcon, PencilIcon, PowerIcon, Trash2Icon } from "lucide-react";
import { useTransition } from "react";
import { toast } from "sonner";
import type { RuleActions } from "@/components/rules/rule-actions";
import type { RuleRow } from "@/components/rules/rule-row";
import type { RuleDialog } from "@/components/rules/rules-view";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

type RuleMenuProps = {
  rule: RuleRow;
  actions: RuleActions;
  onChanged: () => void;
  onOpen: (dialog: RuleDialog) => void;
};

export function RuleMenu({ rule, actions, onChanged, onOpen }: RuleMenuProps) {
  const [isPending, startTransition] = useTransition();

  function toggle() {
    startTransition(async () => {
      const result = await actions[rule.kind].update({ id: rule.id, is_active: !rule.is_active });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success(rule.is_active ? `${rule.what} is off` : `${rule.what} holds from the next call on`);
      onChanged();
    });
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" disabled={isPending}>
          <EllipsisIcon />
          <span className="sr-only">
            Actions for {rule.action} {rule.what}
          </span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen({ kind: "edit", rule })}>
          <PencilIcon aria-hidden="true" /> Edit
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={toggle}>
          <PowerIcon aria-hidden="true" /> {rule.is_active ? "Switch off" : "Switch on"}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "delete", rule })}>
          <Trash2Icon aria-hidden="true" /> Delete…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
