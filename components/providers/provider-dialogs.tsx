import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { CredentialDialog } from "@/components/providers/credential-dialog";
import { EditProviderDialog } from "@/components/providers/edit-provider-dialog";
import type { ProviderActions } from "@/components/providers/provider-actions";
import { TryProviderDialog } from "@/components/providers/try-provider-dialog";
import type { ProviderCredential } from "@/lib/services/provider-credentials/schema";
import type { Provider } from "@/lib/services/providers/schema";

export type ProviderDialog =
  | { kind: "edit" | "delete" | "try" | "add-credential"; provider: Provider }
  | { kind: "rotate-credential" | "delete-credential"; credential: ProviderCredential };

type ProviderDialogsProps = {
  dialog: ProviderDialog;
  actions: ProviderActions;
  onChanged: () => void;
  onClose: () => void;
};

export function ProviderDialogs({ dialog, actions, onChanged, onClose }: ProviderDialogsProps) {
  function done(message: string) {
    toast.success(message);
    onChanged();
    onClose();
  }

  switch (dialog.kind) {
    case "try":
      return <TryProviderDialog provider={dialog.provider} onClose={onClose} />;
    case "edit":
      return (
        <EditProviderDialog
          provider={dialog.provider}
          update={actions.update}
          onSaved={() => done(`“${dialog.provider.name}” is saved`)}
          onClose={onClose}
        />
      );
    case "delete":
      return (
        <ConfirmDialog
          title={`Delete “${dialog.provider.name}”?`}
          description="Calls to it are refused from now on, and its credentials are erased. Logs and usage stay. This cannot be undone."
          confirmLabel="Delete provider"
          typeToConfirm={dialog.provider.slug}
          id={dialog.provider.id}
          action={actions.remove}
          onDone={() => done(`“${dialog.provider.name}” is deleted`)}
          onClose={onClose}
        />
      );
    case "delete-credential":
      return (
        <ConfirmDialog
          title={`Delete credential “${dialog.credential.name}”?`}
          description="Its secret is erased. Calls go on with the provider's other credentials, if there are any."
          confirmLabel="Delete credential"
          id={dialog.credential.id}
          action={actions.removeCredential}
          onDone={() => done(`“${dialog.credential.name}” is deleted`)}
          onClose={onClose}
        />
      );
    case "add-credential":
    case "rotate-credential":
      return <CredentialDialog target={dialog} actions={actions} onDone={done} onClose={onClose} />;
  }
}
