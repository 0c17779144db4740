import { useState } from "react";
import { CreateKeyForm } from "@/components/keys/create-key-form";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import { NewKeyReveal } from "@/components/keys/new-key-reveal";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import type { CreateApiKeyResult } from "@/lib/services/api-keys/schema";

type CreateKeyDialogProps = {
  workspace: string;
  choices: KeyChoices;
  create: KeyActions["create"];
  onCreated: () => void;
  onClose: () => void;
};

/** Asks for the settings, then shows the new secret. It lives in this dialog's state alone and goes with it. */
export function CreateKeyDialog({ workspace, choices, create, onCreated, onClose }: CreateKeyDialogProps) {
  const [created, setCreated] = useState<CreateApiKeyResult | null>(null);

  function keep(event: Event) {
    if (created) event.preventDefault();
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        className={created ? "sm:max-w-2xl" : undefined}
        showCloseButton={!created}
        onEscapeKeyDown={keep}
        onInteractOutside={keep}
      >
        <DialogHeader>
          <DialogTitle>{created ? "Store this key now" : "Create key"}</DialogTitle>
          <DialogDescription>
            {created
              ? "This is the only time it is shown. Sluice keeps a hash of it, so nobody can look it up later."
              : "The key may call what you choose here, and nothing else."}
          </DialogDescription>
        </DialogHeader>
        {created ? (
          <NewKeyReveal created={created} choices={choices} onClose={onClose} />
        ) : (
          <CreateKeyForm
            workspace={workspace}
            choices={choices}
            create={create}
            onCancel={onClose}
            onCreated={(result) => {
              setCreated(result);
              onCreated();
            }}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}
