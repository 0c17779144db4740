"use client";

import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { SecretInput } from "@/components/forms/secret-input";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { Input } from "@/components/ui/input";
import type { SignInInput } from "@/lib/services/session/schema";
import type { Action } from "@/lib/ui/server-action";

type SignInFormProps = {
  action: Action<SignInInput, { workspace: string | null }>;
  /** The page that asked for a session; the member's workspace if there was none. */
  next: string | null;
};

export function SignInForm({ action, next }: SignInFormProps) {
  // A whole page load, so that nothing that was cached without a session is shown with one.
  const form = useActionForm(action, ({ workspace }) => window.location.assign(next ?? `/${workspace ?? ""}`));
  return (
    <FormShell
      form={form}
      toInput={(data) => ({ email: formText(data, "email"), password: String(data.get("password") ?? "") })}
      footer={
        <SubmitButton isPending={form.isPending} className="w-full">
          Sign in
        </SubmitButton>
      }
    >
      <FormField name="email" label="E-mail">
        {(control) => <Input {...control} type="email" autoComplete="username" autoFocus spellCheck={false} />}
      </FormField>
      <FormField name="password" label="Password">
        {(control) => <SecretInput control={control} autoComplete="current-password" />}
      </FormField>
    </FormShell>
  );
}
