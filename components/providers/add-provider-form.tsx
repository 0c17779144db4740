import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { SecretInput } from "@/components/forms/secret-input";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { authConfig } from "@/components/providers/auth-config";
import { AuthFields } from "@/components/providers/auth-fields";
import type { ProviderActions } from "@/components/providers/provider-actions";
import type { ProviderPreset } from "@/components/providers/provider-presets";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { CreateProviderInput, Provider } from "@/lib/services/providers/schema";
import { slugify } from "@/lib/ui/slugify";

type AddProviderFormProps = {
  preset: ProviderPreset;
  create: ProviderActions["create"];
  onCreated: (provider: Provider) => void;
  onCancel: () => void;
};

export function AddProviderForm({ preset, create, onCreated, onCancel }: AddProviderFormProps) {
  const form = useActionForm(create, onCreated);
  const [name, setName] = useState(preset.name);
  const [slug, setSlug] = useState(preset.slug);
  const [isSlugOwn, setSlugOwn] = useState(preset.slug !== "");
  const [auth, setAuth] = useState({ method: preset.auth_method, carrier: preset.carrier });

  function rename(next: string) {
    setName(next);
    if (!isSlugOwn) setSlug(slugify(next));
  }

  function toInput(data: FormData): CreateProviderInput {
    const secret = formText(data, "api_key");
    return {
      name,
      slug,
      base_url: formText(data, "base_url"),
      dialect: preset.dialect,
      auth_method: auth.method,
      auth_config: authConfig(auth.method, auth.carrier),
      ...(secret === "" ? {} : { api_key: secret }),
    };
  }

  return (
    <FormShell
      form={form}
      toInput={toInput}
      footer={
        <DialogFooter>
          <Button variant="outline" onClick={onCancel}>
            Cancel
          </Button>
          <SubmitButton isPending={form.isPending}>Add provider</SubmitButton>
        </DialogFooter>
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <FormField name="name" label="Name">
          {(control) => (
            <Input
              {...control}
              value={name}
              autoComplete="off"
              onChange={(event) => rename(event.currentTarget.value)}
            />
          )}
        </FormField>
        <FormField
          name="slug"
          label="Slug"
          description={`Called at /api/proxy/${slug || "…"}. Fixed once it is created.`}
        >
          {(control) => (
            <Input
              {...control}
              value={slug}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => {
                setSlugOwn(true);
                setSlug(event.currentTarget.value);
              }}
            />
          )}
        </FormField>
      </div>
      <FormField name="base_url" label="Base URL" description="What callers add after the slug is put behind it.">
        {(control) => (
          <Input {...control} type="url" defaultValue={preset.base_url} placeholder="https://api.example.com/v1" />
        )}
      </FormField>
      <AuthFields
        method={auth.method}
        carrier={auth.carrier}
        onChange={({ method, carrier }) =>
          setAuth({ method: method ?? auth.method, carrier: method ? "" : (carrier ?? auth.carrier) })
        }
      />
      <FormField
        name="api_key"
        label="Credential"
        isOptional
        description="Encrypted before it is stored, and never shown again. You can add it later."
      >
        {(control) => <SecretInput control={control} />}
      </FormField>
    </FormShell>
  );
}
