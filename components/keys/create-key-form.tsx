import Link from "next/link";
import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText, lineList } from "@/components/forms/form-values";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { EXPIRY_CHOICES, expiresAt } from "@/components/keys/expiry";
import type { KeyActions, KeyChoices } from "@/components/keys/key-actions";
import { KeyRestrictionFields, restrictionInput, restrictionsOf } from "@/components/keys/key-restriction-fields";
import { ProviderChoice } from "@/components/keys/provider-choice";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { CreateApiKeyInput, CreateApiKeyResult } from "@/lib/services/api-keys/schema";

const MINUTE_MS = 60_000;
const NO_PROJECT = "none";

type CreateKeyFormProps = {
  workspace: string;
  choices: KeyChoices;
  create: KeyActions["create"];
  onCreated: (result: CreateApiKeyResult) => void;
  onCancel: () => void;
};

export function CreateKeyForm({ workspace, choices, create, onCreated, onCancel }: CreateKeyFormProps) {
  const form = useActionForm(create, onCreated);
  const [project, setProject] = useState(NO_PROJECT);
  const [expiry, setExpiry] = useState("never");
  const [restrictions, setRestrictions] = useState(restrictionsOf(null));
  const [providerIds, setProviderIds] = useState<ReadonlySet<string> | "all">("all");

  function toInput(data: FormData): CreateApiKeyInput {
    const limit = formText(data, "rate_limit_requests");
    return {
      name: formText(data, "name"),
      project_id: project === NO_PROJECT ? null : project,
      expires_at: expiresAt(expiry, formText(data, "expires_at"), Date.now()),
      allowed_models: lineList(formText(data, "allowed_models")),
      ...restrictionInput(data, restrictions),
      ...(providerIds === "all"
        ? { all_providers: true }
        : { providers: [...providerIds].map((id) => ({ provider_id: id })) }),
      ...(limit === "" ? {} : { rate_limit_requests: Number(limit), rate_limit_window_ms: MINUTE_MS }),
    };
  }

  if (choices.providers.length === 0) return <NeedsProvider workspace={workspace} />;
  return (
    <FormShell
      form={form}
      toInput={toInput}
      footer={
        <DialogFooter>
          <Button variant="outline" onClick={onCancel}>
            Cancel
          </Button>
          <SubmitButton isPending={form.isPending}>Create key</SubmitButton>
        </DialogFooter>
      }
    >
      <FormField name="name" label="Name" description="What will use it, e.g. “checkout in production”.">
        {(control) => <Input {...control} autoFocus autoComplete="off" />}
      </FormField>
      <ProviderChoice providers={choices.providers} value={providerIds} onChange={setProviderIds} />
      <div className="grid gap-5 sm:grid-cols-2">
        {choices.projects.length > 0 && (
          <FormField name="project_id" label="Project" isOptional>
            {(control) => (
              <Select value={project} onValueChange={setProject}>
                <SelectTrigger {...trigger(control)} className="w-full">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  <SelectItem value={NO_PROJECT}>No project</SelectItem>
                  {choices.projects.map(({ id, name }) => (
                    <SelectItem key={id} value={id}>
                      {name}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            )}
          </FormField>
        )}
        <FormField
          name="rate_limit_requests"
          label="Calls a minute"
          isOptional
          correction="Use a whole number above 0, or leave it empty."
        >
          {(control) => <Input {...control} type="number" inputMode="numeric" min={1} placeholder="No limit" />}
        </FormField>
        <FormField name="expires_at" label="Expires" correction="Choose a day from today on.">
          {(control) => (
            <div className="grid gap-2">
              <Select value={expiry} onValueChange={setExpiry}>
                <SelectTrigger {...trigger(control)} className="w-full">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  {EXPIRY_CHOICES.map(({ value, label }) => (
                    <SelectItem key={value} value={value}>
                      {label}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
              {expiry === "date" && <Input name="expires_at" type="date" aria-label="Date of expiry" />}
            </div>
          )}
        </FormField>
      </div>
      <FormField
        name="allowed_models"
        label="Allowed models"
        isOptional
        description="One a line; * stands for anything but a slash. Empty means all models."
      >
        {(control) => <Textarea {...control} rows={2} placeholder="gpt-4o-mini" className="font-mono md:text-xs" />}
      </FormField>
      <details className="group rounded-md border">
        <summary className="cursor-pointer rounded-md px-3 py-2 text-sm font-medium outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50">
          Restrict it further
          <span className="ml-2 font-normal text-muted-foreground">scopes, addresses, tags, prices</span>
        </summary>
        <div className="grid gap-5 border-t p-3">
          <KeyRestrictionFields apiKey={null} value={restrictions} onChange={setRestrictions} />
        </div>
      </details>
    </FormShell>
  );
}

/** A select's trigger is a button: it takes the wiring but no name. */
function trigger<Control extends { name: string }>({ name: _, ...wiring }: Control): Omit<Control, "name"> {
  return wiring;
}

function NeedsProvider({ workspace }: { workspace: string }) {
  return (
    <div className="grid justify-items-start gap-4 text-sm">
      <p>A key needs a provider that it may call, and this workspace has none yet.</p>
      <Button asChild>
        <Link href={`/${workspace}/providers?new=true`}>Add provider</Link>
      </Button>
    </div>
  );
}
