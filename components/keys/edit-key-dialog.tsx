import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText, lineList } from "@/components/forms/form-values";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import type { KeyActions } from "@/components/keys/key-actions";
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
import type { ApiKey, UpdateApiKeyInput } from "@/lib/services/api-keys/schema";

const MINUTE_MS = 60_000;

type EditKeyDialogProps = { apiKey: ApiKey; update: KeyActions["update"]; onSaved: () => void; onClose: () => void };

export function EditKeyDialog({ apiKey, update, onSaved, onClose }: EditKeyDialogProps) {
  const form = useActionForm(update, onSaved);

  function toInput(data: FormData): UpdateApiKeyInput {
    const limit = formText(data, "rate_limit_requests");
    return {
      id: apiKey.id,
      name: formText(data, "name"),
      allowed_models: lineList(formText(data, "allowed_models")),
      rate_limit_requests: limit === "" ? null : Number(limit),
      rate_limit_window_ms: limit === "" ? null : (apiKey.rate_limit_window_ms ?? MINUTE_MS),
    };
  }

  const windowSeconds = (apiKey.rate_limit_window_ms ?? MINUTE_MS) / 1000;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Edit key</DialogTitle>
          <DialogDescription className="font-mono">
            {apiKey.key_prefix}…{apiKey.key_last4}
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
            {(control) => <Input {...control} defaultValue={apiKey.name} autoComplete="off" />}
          </FormField>
          <FormField
            name="rate_limit_requests"
            label={windowSeconds === 60 ? "Calls a minute" : `Calls in ${windowSeconds} seconds`}
            isOptional
            correction="Use a whole number above 0, or leave it empty."
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                inputMode="numeric"
                min={1}
                placeholder="No limit"
                defaultValue={apiKey.rate_limit_requests ?? ""}
              />
            )}
          </FormField>
          <FormField
            name="allowed_models"
            label="Allowed models"
            isOptional
            description="One a line; * stands for anything. Empty means all models."
          >
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                defaultValue={apiKey.allowed_models.join("\n")}
                className="font-mono md:text-xs"
              />
            )}
          </FormField>
        </FormShell>
      </DialogContent>
    </Dialog>
  );
}
