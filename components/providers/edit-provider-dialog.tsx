import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { authConfig, carrierOf } from "@/components/providers/auth-config";
import { AuthFields } from "@/components/providers/auth-fields";
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
import { AuthMethod, type Provider, type UpdateProviderInput } from "@/lib/services/providers/schema";

type EditProviderDialogProps = {
  provider: Provider;
  update: ProviderActions["update"];
  onSaved: () => void;
  onClose: () => void;
};

export function EditProviderDialog({ provider, update, onSaved, onClose }: EditProviderDialogProps) {
  const form = useActionForm(update, onSaved);
  const method = AuthMethod.safeParse(provider.auth_method);
  const [auth, setAuth] = useState(
    method.success ? { method: method.data, carrier: carrierOf(provider.auth_config) } : null,
  );

  function toInput(data: FormData): UpdateProviderInput {
    const timeout = formText(data, "timeout_ms");
    return {
      id: provider.id,
      name: formText(data, "name"),
      base_url: formText(data, "base_url"),
      ...(timeout === "" ? {} : { timeout_ms: Math.round(Number(timeout) * 1000) }),
      ...(auth ? { auth_method: auth.method, auth_config: authSettings(provider, auth) } : {}),
    };
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>Edit {provider.name}</DialogTitle>
          <DialogDescription>
            Slug <span className="font-mono">{provider.slug}</span> and dialect {provider.dialect} are fixed: callers
            and records depend on them.
          </DialogDescription>
        </DialogHeader>
        <FormShell
          form={form}
          toInput={toInput}
          footer={
            <DialogFooter>
              <Button variant="outline" onClick={onClose}>
                Cancel
              </Button>
              <SubmitButton isPending={form.isPending}>Save</SubmitButton>
            </DialogFooter>
          }
        >
          <FormField name="name" label="Name">
            {(control) => <Input {...control} defaultValue={provider.name} autoComplete="off" />}
          </FormField>
          <FormField name="base_url" label="Base URL">
            {(control) => <Input {...control} type="url" defaultValue={provider.base_url} />}
          </FormField>
          {auth && (
            <AuthFields
              method={auth.method}
              carrier={auth.carrier}
              onChange={(change) =>
                setAuth({
                  method: change.method ?? auth.method,
                  carrier: change.method ? "" : (change.carrier ?? auth.carrier),
                })
              }
            />
          )}
          <FormField
            name="timeout_ms"
            label="Timeout in seconds"
            description="How long an upstream may take to begin its answer."
            correction="Use a number from 1 to 3,600."
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                inputMode="decimal"
                min={1}
                step="any"
                defaultValue={provider.timeout_ms / 1000}
              />
            )}
          </FormField>
        </FormShell>
      </DialogContent>
    </Dialog>
  );
}

/** Keeps what this form does not show, such as a header's prefix, as long as the method stays. */
function authSettings(provider: Provider, auth: { method: AuthMethod; carrier: string }) {
  const shown = authConfig(auth.method, auth.carrier);
  return auth.method === provider.auth_method ? { ...provider.auth_config, ...shown } : shown;
}
