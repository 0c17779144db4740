import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText, lineList } from "@/components/forms/form-values";
import { SecretInput } from "@/components/forms/secret-input";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import type { ProviderActions } from "@/components/providers/provider-actions";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { CreateProviderCredentialInput, ProviderCredential } from "@/lib/services/provider-credentials/schema";
import type { Provider } from "@/lib/services/providers/schema";

type CredentialDialogProps = {
  /** The provider that gets a credential, or the credential that gets a new secret. */
  target: { provider: Provider } | { credential: ProviderCredential };
  actions: ProviderActions;
  onDone: (message: string) => void;
  onClose: () => void;
};

export function CredentialDialog({ target, actions, onDone, onClose }: CredentialDialogProps) {
  const isNew = "provider" in target;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{isNew ? `Add credential to ${target.provider.name}` : "Replace secret"}</DialogTitle>
          <DialogDescription>
            {isNew
              ? "Several credentials share the calls by weight, and stand in for each other when one fails."
              : `New calls use the new secret of “${target.credential.name}” at once; the old one is erased.`}
          </DialogDescription>
        </DialogHeader>
        {isNew ? (
          <AddForm provider={target.provider} actions={actions} onDone={onDone} onClose={onClose} />
        ) : (
          <RotateForm credential={target.credential} actions={actions} onDone={onDone} onClose={onClose} />
        )}
      </DialogContent>
    </Dialog>
  );
}

type FormProps = Omit<CredentialDialogProps, "target">;

function AddForm({ provider, actions, onDone, onClose }: FormProps & { provider: Provider }) {
  const form = useActionForm(actions.createCredential, () => onDone("The credential is stored"));

  function toInput(data: FormData): CreateProviderCredentialInput {
    const weight = formText(data, "weight");
    return {
      provider_id: provider.id,
      name: formText(data, "name"),
      api_key: formText(data, "api_key"),
      models: lineList(formText(data, "models")),
      ...(weight === "" ? {} : { weight: Number(weight) }),
    };
  }

  return (
    <FormShell
      form={form}
      toInput={toInput}
      footer={<Footer label="Store credential" isPending={form.isPending} onClose={onClose} />}
    >
      <FormField name="name" label="Name">
        {(control) => <Input {...control} autoFocus autoComplete="off" placeholder="Production" />}
      </FormField>
      <SecretField />
      <FormField
        name="weight"
        label="Weight"
        isOptional
        description="Its share of the calls next to the others. 1 if left out."
      >
        {(control) => <Input {...control} type="number" inputMode="decimal" min={0} step="any" placeholder="1" />}
      </FormField>
      <FormField
        name="models"
        label="Models"
        isOptional
        description="One a line; * stands for anything. Empty means all."
      >
        {(control) => <Textarea {...control} rows={2} className="font-mono md:text-xs" />}
      </FormField>
    </FormShell>
  );
}

function RotateForm({ credential, actions, onDone, onClose }: FormProps & { credential: ProviderCredential }) {
  const form = useActionForm(actions.updateCredential, () => onDone("The new secret is in use"));
  return (
    <FormShell
      form={form}
      toInput={(data) => ({ id: credential.id, api_key: formText(data, "api_key") })}
      footer={<Footer label="Replace secret" isPending={form.isPending} onClose={onClose} />}
    >
      <SecretField />
    </FormShell>
  );
}

function SecretField() {
  return (
    <FormField name="api_key" label="Secret" description="Encrypted before it is stored, and never shown again.">
      {(control) => <SecretInput control={control} />}
    </FormField>
  );
}

function Footer({ label, isPending, onClose }: { label: string; isPending: boolean; onClose: () => void }) {
  return (
    <DialogFooter>
      <Button variant="outline" onClick={onClose}>
        Cancel
      </Button>
      <SubmitButton isPending={isPending}>{label}</SubmitButton>
    </DialogFooter>
  );
}
