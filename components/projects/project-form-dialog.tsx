import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import type { ProjectActions } from "@/components/projects/project-actions";
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
import type { Project } from "@/lib/services/projects/schema";

const FIRST_COLOR = "#3b82a6";

type Draft = { name: string; description: string | null; color: string | null };

type ProjectFormDialogProps = {
  project: Project | null;
  actions: Pick<ProjectActions, "create" | "update">;
  onSaved: (name: string) => void;
  onClose: () => void;
};

/** Adds a project, or changes one. */
export function ProjectFormDialog({ project, actions, onSaved, onClose }: ProjectFormDialogProps) {
  const [color, setColor] = useState(project?.color ?? FIRST_COLOR);
  const form = useActionForm(
    async (draft: Draft) =>
      project ? await actions.update({ id: project.id, ...draft }) : await actions.create(draft),
    ({ name }) => onSaved(name),
  );
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{project ? "Edit project" : "Add project"}</DialogTitle>
          <DialogDescription>
            Keys of a project share its rules, limits and budgets, and are stopped together.
          </DialogDescription>
        </DialogHeader>
        <FormShell
          form={form}
          toInput={(data) => ({
            name: formText(data, "name"),
            description: formText(data, "description") || null,
            color: formText(data, "color") || null,
          })}
          footer={
            <DialogFooter>
              <Button variant="outline" onClick={onClose}>
                Cancel
              </Button>
              <SubmitButton isPending={form.isPending}>{project ? "Save" : "Add project"}</SubmitButton>
            </DialogFooter>
          }
        >
          <div className="grid grid-cols-[minmax(0,1fr)_4rem] gap-4">
            <FormField name="name" label="Name">
              {(control) => <Input {...control} autoFocus defaultValue={project?.name ?? ""} autoComplete="off" />}
            </FormField>
            <FormField name="color" label="Colour">
              {(control) => (
                <Input
                  {...control}
                  type="color"
                  value={color}
                  onChange={(event) => setColor(event.currentTarget.value)}
                  className="cursor-pointer p-1"
                />
              )}
            </FormField>
          </div>
          <FormField name="description" label="Description" isOptional>
            {(control) => <Textarea {...control} rows={2} defaultValue={project?.description ?? ""} />}
          </FormField>
        </FormShell>
      </DialogContent>
    </Dialog>
  );
}
