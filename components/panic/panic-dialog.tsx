import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { PanicInput } from "@/lib/services/workspaces/schema";
import type { Action } from "@/lib/ui/server-action";

type PanicDialogProps = {
  /** What is frozen or let go, in words: `workspace`, `project`. */
  what: "workspace" | "project";
  id: string;
  name: string;
  isFrozen: boolean;
  panic: Action<PanicInput, unknown>;
  onDone: () => void;
  onClose: () => void;
};

/** Freezing stops production, so it takes the name; letting go takes one press, since every minute costs. */
export function PanicDialog({ what, id, name, isFrozen, panic, onDone, onClose }: PanicDialogProps) {
  return (
    <ConfirmDialog
      title={isFrozen ? `Let calls of ${name} pass again?` : `Stop every call of ${name}?`}
      description={
        isFrozen
          ? `From the next call on, the keys of this ${what} work as they did before.`
          : `From the very next call on, on every process, all keys of this ${what} are refused. Calls that run are finished. Nothing is deleted, and you can let calls pass again at any time.`
      }
      confirmLabel={isFrozen ? "Let calls pass" : "Stop all calls"}
      {...(isFrozen ? { tone: "default" } : { typeToConfirm: name })}
      id={id}
      action={async ({ id: target }) => await panic({ id: target, panic: !isFrozen })}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
