import { useState } from "react";
import { ExpiryField } from "@/components/forms/expiry-field";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText, lineList } from "@/components/forms/form-values";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { expiresAt } from "@/components/keys/expiry";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import {
  KeyRestrictionFields,
  OwnLimitFields,
  ownLimitInput,
  restrictionInput,
  restrictionsOf,
} from "@/components/keys/key-restriction-fields";
import { ProviderChoice } from "@/components/keys/provider-choice";
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

const NO_PROJECT = "none";

type EditKeyDialogProps = {
  apiKey: ApiKey;
  choices: KeyChoices;
  update: KeyActions["update"];
  onSaved: () => void;
  onClose: () => void;
};

export function EditKeyDialog({ apiKey, choices, update, onSaved, onClose }: EditKeyDialogProps) {
  const form = useActionForm(update, onSaved);
  const [project, setProject] = useState(apiKey.project_id ?? NO_PROJECT);
  const [expiry, setExpiry] = useState(apiKey.expires_at === null ? "never" : "date");
  const [restrictions, setRestrictions] = useState(restrictionsOf(apiKey));
  const [providerIds, setProviderIds] = useState<ReadonlySet<string> | "all">(
    apiKey.all_providers ? "all" : new Set(apiKey.providers.map(({ provider_id }) => provider_id)),
  );
  const day = apiKey.expires_at === null ? "" : localDay(apiKey.expires_at);

  function toInput(data: FormData): UpdateApiKeyInput {
    const typedDay = formText(data, "expires_at");
    const isSameDay = expiry === "date" && typedDay === day && apiKey.expires_at !== null;
    return {
      id: apiKey.id,
      name: formText(data, "name"),
      description: formText(data, "description") || null,
      project_id: project === NO_PROJECT ? null : project,
      allowed_models: lineList(formText(data, "allowed_models")),
      // The day alone is shown: where it stays, so does the time of day.
      ...(isSameDay ? {} : { expires_at: expiresAt(expiry, typedDay, Date.now()) }),
      ...ownLimitInput(data),
      ...restrictionInput(data, restrictions),
      ...providersInput(apiKey, providerIds),
    };
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="sm:max-w-2xl">
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
          <div className="grid gap-5 sm:grid-cols-2">
            <FormField name="name" label="Name">
              {(control) => <Input {...control} defaultValue={apiKey.name} autoComplete="off" />}
            </FormField>
            <SelectField
              name="project_id"
              label="Project"
              value={project}
              options={[
                { value: NO_PROJECT, label: "No project" },
                ...choices.projects.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={setProject}
            />
            <ExpiryField value={expiry} onChange={setExpiry} date={day} />
            <OwnLimitFields apiKey={apiKey} />
          </div>
          <ProviderChoice providers={choices.providers} value={providerIds} onChange={setProviderIds} />
          <FormField
            name="allowed_models"
            label="Allowed models"
            isOptional
            description="One a line; * stands for anything but a slash. Empty means all models."
          >
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                defaultValue={apiKey.allowed_models.join("\n")}
                className="font-mono md:text-xs"
              />
            )}
          </FormField>
          <KeyRestrictionFields apiKey={apiKey} value={restrictions} onChange={setRestrictions} />
          <FormField name="description" label="About" isOptional>
            {(control) => <Textarea {...control} rows={2} defaultValue={apiKey.description ?? ""} />}
          </FormField>
        </FormShell>
      </DialogContent>
    </Dialog>
  );
}

/** The day of an instant where the viewer is, as a date field has it. */
function localDay(iso: string): string {
  const at = new Date(iso);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Nothing where the choice stays: weights and credentials of each provider, which this form does not show, stay then too. */
function providersInput(apiKey: ApiKey, chosen: ReadonlySet<string> | "all"): Partial<UpdateApiKeyInput> {
  if (chosen === "all") return apiKey.all_providers ? {} : { all_providers: true };
  const kept = apiKey.providers.filter(({ provider_id }) => chosen.has(provider_id));
  if (!apiKey.all_providers && kept.length === chosen.size && kept.length === apiKey.providers.length) return {};
  const added = [...chosen].filter((id) => !kept.some(({ provider_id }) => provider_id === id));
  return {
    providers: [
      ...kept.map(({ provider_id, weight, allowed_models, credential_ids }) => ({
        provider_id,
        weight,
        allowed_models,
        credential_ids,
      })),
      ...added.map((id) => ({ provider_id: id })),
    ],
  };
}
