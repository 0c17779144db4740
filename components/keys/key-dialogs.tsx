import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { EditKeyDialog } from "@/components/keys/edit-key-dialog";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import { RotateKeyDialog } from "@/components/keys/rotate-key-dialog";
import type { ApiKey } from "@/lib/services/api-keys/schema";

export type KeyDialog = { kind: "edit" | "rotate" | "revoke" | "delete"; apiKey: ApiKey };

type KeyDialogsProps = {
  dialog: KeyDialog;
  choices: KeyChoices;
  actions: KeyActions;
  onChanged: () => void;
  onClose: () => void;
};

export function KeyDialogs({ dialog: { kind, apiKey }, choices, actions, onChanged, onClose }: KeyDialogsProps) {
  function done(message: string) {
    toast.success(message);
    onChanged();
    onClose();
  }

  if (kind === "edit") {
    return (
      <EditKeyDialog
        apiKey={apiKey}
        choices={choices}
        update={actions.update}
        onSaved={() => done(`“${apiKey.name}” is saved`)}
        onClose={onClose}
      />
    );
  }
  if (kind === "rotate") {
    return (
      <RotateKeyDialog
        apiKey={apiKey}
        choices={choices}
        rotate={actions.rotate}
        onRotated={onChanged}
        onClose={onClose}
      />
    );
  }
  if (kind === "revoke") {
    return (
      <ConfirmDialog
        title={`Revoke “${apiKey.name}”?`}
        description="Its very next call is refused, everywhere. This cannot be undone; its logs stay."
        confirmLabel="Revoke key"
        typeToConfirm={apiKey.name}
        id={apiKey.id}
        action={actions.revoke}
        onDone={() => done(`“${apiKey.name}” is revoked`)}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title={`Delete “${apiKey.name}”?`}
      description="It stops working at once and leaves this list. Its logs and usage stay. This cannot be undone."
      confirmLabel="Delete key"
      {...(apiKey.status === "active" ? { typeToConfirm: apiKey.name } : {})}
      id={apiKey.id}
      action={actions.remove}
      onDone={() => done(`“${apiKey.name}” is deleted`)}
      onClose={onClose}
    />
  );
}
