import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PanicDialog } from "@/components/panic/panic-dialog";
import type { ProjectActions } from "@/components/projects/project-actions";
import { ProjectFormDialog } from "@/components/projects/project-form-dialog";
import type { ProjectDialog } from "@/components/projects/projects-view";

type ProjectDialogsProps = {
  dialog: ProjectDialog | { kind: "new" } | null;
  actions: ProjectActions;
  onChanged: () => void;
  onClose: () => void;
};

export function ProjectDialogs({ dialog, actions, onChanged, onClose }: ProjectDialogsProps) {
  if (dialog === null) return null;

  function done(message: string) {
    toast.success(message);
    onChanged();
    onClose();
  }

  if (dialog.kind === "new" || dialog.kind === "edit") {
    return (
      <ProjectFormDialog
        project={dialog.kind === "edit" ? dialog.project : null}
        actions={actions}
        onSaved={(name) => done(`“${name}” is saved`)}
        onClose={onClose}
      />
    );
  }
  const { project } = dialog;
  if (dialog.kind === "panic") {
    return (
      <PanicDialog
        what="project"
        id={project.id}
        name={project.name}
        isFrozen={project.panic_mode}
        panic={actions.panic}
        onDone={() =>
          done(project.panic_mode ? `Calls of “${project.name}” pass again` : `“${project.name}” is frozen`)
        }
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title={`Delete “${project.name}”?`}
      description="Calls of its keys are refused from the next one on. Logs and usage stay. This cannot be undone."
      confirmLabel="Delete project"
      typeToConfirm={project.name}
      id={project.id}
      action={actions.remove}
      onDone={() => done(`“${project.name}” is deleted`)}
      onClose={onClose}
    />
  );
}
