import { useState } from "react";
import { FormShell } from "@/components/forms/form-shell";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import { NewKeyReveal } from "@/components/keys/new-key-reveal";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { ApiKey, CreateApiKeyResult } from "@/lib/services/api-keys/schema";

const GRACES = [
  { value: "0", label: "None: refused at once" },
  { value: "3600", label: "1 hour" },
  { value: "86400", label: "24 hours" },
  { value: "604800", label: "7 days" },
  { value: "2592000", label: "30 days" },
] as const;

type RotateKeyDialogProps = {
  apiKey: ApiKey;
  choices: KeyChoices;
  rotate: KeyActions["rotate"];
  onRotated: () => void;
  onClose: () => void;
};

/** Gives the key a new secret, shown once; the former one goes on for the grace that is chosen. */
export function RotateKeyDialog({ apiKey, choices, rotate, onRotated, onClose }: RotateKeyDialogProps) {
  const [grace, setGrace] = useState<(typeof GRACES)[number]["value"]>("86400");
  const [created, setCreated] = useState<CreateApiKeyResult | null>(null);
  const form = useActionForm(rotate, (result) => {
    setCreated(result);
    onRotated();
  });

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
          <DialogTitle>{created ? "Store this secret now" : `Rotate “${apiKey.name}”`}</DialogTitle>
          <DialogDescription>
            {created
              ? "This is the only time it is shown. Sluice keeps a hash of it, so nobody can look it up later."
              : "The key gets a new secret. Its limits, budgets and balances stay as they are."}
          </DialogDescription>
        </DialogHeader>
        {created ? (
          <NewKeyReveal created={created} choices={choices} onClose={onClose} />
        ) : (
          <FormShell
            form={form}
            toInput={() => ({ id: apiKey.id, grace_seconds: Number(grace) })}
            footer={
              <DialogFooter>
                <Button variant="outline" onClick={onClose}>
                  Cancel
                </Button>
                <SubmitButton isPending={form.isPending}>Rotate key</SubmitButton>
              </DialogFooter>
            }
          >
            <SelectField
              name="grace_seconds"
              label="Grace for the former secret"
              description={
                apiKey.former_secrets.length > 0 && grace === "0"
                  ? "Secrets that are in grace now end at once too."
                  : "Both secrets work until it ends, never past the key's own expiry."
              }
              value={grace}
              options={GRACES}
              onChange={setGrace}
            />
          </FormShell>
        )}
      </DialogContent>
    </Dialog>
  );
}
