import { useState } from "react";
import { ExpiryField } from "@/components/forms/expiry-field";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText, lineList } from "@/components/forms/form-values";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { expiresAt } from "@/components/keys/expiry";
import type { RoleChoice } from "@/components/settings/create-management-key-dialog";
import { ScopeChoice } from "@/components/settings/scope-choice";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import {
  type CreateManagementKeyInput,
  type CreateManagementKeyResult,
  ManagementScope,
} from "@/lib/services/management-keys/schema";
import type { Action } from "@/lib/ui/server-action";

type FormProps = {
  roles: readonly RoleChoice[];
  create: Action<CreateManagementKeyInput, CreateManagementKeyResult>;
  onCreated: (result: CreateManagementKeyResult) => void;
  onCancel: () => void;
};

export function ManagementKeyForm({ roles, create, onCreated, onCancel }: FormProps) {
  const form = useActionForm(create, onCreated);
  const [role, setRole] = useState(roles.at(-1)?.role ?? "VIEWER");
  const [scopes, setScopes] = useState<ReadonlySet<string> | "all">("all");
  const [expiry, setExpiry] = useState("90");
  const offered = roles.find((choice) => choice.role === role)?.scopes ?? [];

  function toInput(data: FormData): CreateManagementKeyInput {
    const chosen = scopes === "all" ? null : offered.filter((scope) => scopes.has(scope));
    return {
      name: formText(data, "name"),
      role,
      allowed_ips: lineList(formText(data, "allowed_ips")),
      expires_at: expiresAt(expiry, formText(data, "expires_at"), Date.now()),
      ...(chosen === null ? {} : { scopes: chosen.map((scope) => ManagementScope.parse(scope)) }),
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
          <SubmitButton isPending={form.isPending}>Create key</SubmitButton>
        </DialogFooter>
      }
    >
      <FormField name="name" label="Name" description="What will use it, e.g. “nightly export”.">
        {(control) => <Input {...control} autoFocus autoComplete="off" />}
      </FormField>
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          name="role"
          label="Role"
          value={role}
          options={roles.map((choice) => ({ value: choice.role, label: choice.role.toLowerCase() }))}
          onChange={setRole}
        />
        <ExpiryField value={expiry} onChange={setExpiry} />
      </div>
      <ScopeChoice scopes={offered} value={scopes} onChange={setScopes} />
      <FormField
        name="allowed_ips"
        label="Allowed addresses"
        isOptional
        description="One a line: an address or a range. Empty means anywhere."
      >
        {(control) => <Textarea {...control} rows={2} placeholder="192.0.2.0/24" className="font-mono md:text-xs" />}
      </FormField>
    </FormShell>
  );
}
