"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { CopyButton } from "@/components/format/copy-button";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { UpdateWorkspaceInput, Workspace } from "@/lib/services/workspaces/schema";
import type { Action } from "@/lib/ui/server-action";

type WorkspaceFormProps = {
  workspace: Workspace;
  update: Action<UpdateWorkspaceInput, Workspace>;
  canWrite: boolean;
};

export function WorkspaceForm({ workspace, update, canWrite }: WorkspaceFormProps) {
  const router = useRouter();
  const form = useActionForm(update, ({ name }) => {
    toast.success(`“${name}” is saved`);
    router.refresh();
  });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Workspace</CardTitle>
        <CardDescription>
          {canWrite
            ? "The slug is part of addresses and scripts, so it stays."
            : "An admin or an owner can change this."}
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-5">
        <FormShell
          form={form}
          toInput={(data) => ({
            id: workspace.id,
            name: formText(data, "name"),
            description: formText(data, "description") || null,
          })}
          footer={
            canWrite && (
              <SubmitButton isPending={form.isPending} size="sm" className="justify-self-start">
                Save
              </SubmitButton>
            )
          }
        >
          <FormField name="name" label="Name">
            {(control) => <Input {...control} defaultValue={workspace.name} readOnly={!canWrite} autoComplete="off" />}
          </FormField>
          <FormField name="description" label="Description" isOptional>
            {(control) => (
              <Textarea {...control} rows={2} defaultValue={workspace.description ?? ""} readOnly={!canWrite} />
            )}
          </FormField>
        </FormShell>
        <dl className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-t pt-4 text-sm">
          <Fact label="Slug" value={workspace.slug} />
          <Fact label="Id" value={workspace.id} />
        </dl>
      </CardContent>
    </Card>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <span className="truncate font-mono text-xs">{value}</span>
        <CopyButton text={value} what={label.toLowerCase()} variant="ghost" className="size-7" />
      </dd>
    </>
  );
}
