import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTimeZone } from "@/components/format/use-time-zone";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { LimitActions } from "@/components/limits/limit-actions";
import { limitDraftOf, newLimitDraft } from "@/components/limits/limit-draft";
import { LimitForm } from "@/components/limits/limit-form";
import type { RuleDialogKind } from "@/components/metering/rule-menu";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";

export type LimitDialog = { kind: RuleDialogKind; limit: RateLimit };

type DialogProps = {
  choices: readonly SubjectChoice[];
  actions: LimitActions;
  onChanged: () => void;
  onClose: () => void;
};

export function CreateLimitDialog({ choices, actions, onChanged, onClose }: DialogProps) {
  const zone = useTimeZone();
  const [draft, setDraft] = useState(() => newLimitDraft(zone));
  return (
    <LimitDialogFrame title="Create limit" description="It is in force from the next call on." onClose={onClose}>
      <LimitForm
        choices={choices}
        draft={draft}
        onDraft={setDraft}
        action={actions.create}
        submitLabel="Create limit"
        onDone={(limit) => {
          toast.success(`“${limit.name}” is in force`);
          onChanged();
          onClose();
        }}
        onCancel={onClose}
      />
    </LimitDialogFrame>
  );
}

export function LimitDialogs({ dialog, ...props }: DialogProps & { dialog: LimitDialog }) {
  const { kind, limit } = dialog;
  const { actions, onChanged, onClose } = props;

  function done(message: string) {
    toast.success(message);
    onChanged();
    onClose();
  }

  if (kind === "edit") return <EditLimitDialog {...props} limit={limit} onSaved={done} />;
  if (kind === "reset") {
    return (
      <ConfirmDialog
        title={`Reset “${limit.name}”?`}
        description="What is used in the running window becomes zero, written down as an adjustment. Calls in flight keep what they hold."
        confirmLabel="Reset usage"
        id={limit.id}
        action={actions.reset}
        onDone={() => done(`“${limit.name}” counts from zero`)}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title={`Delete “${limit.name}”?`}
      description="It refuses nothing from the next call on. Its past refusals stay in the logs. This cannot be undone."
      confirmLabel="Delete limit"
      id={limit.id}
      action={actions.remove}
      onDone={() => done(`“${limit.name}” is deleted`)}
      onClose={onClose}
    />
  );
}

type EditProps = DialogProps & { limit: RateLimit; onSaved: (message: string) => void };

function EditLimitDialog({ limit, choices, actions, onSaved, onClose }: EditProps) {
  const [draft, setDraft] = useState(() => limitDraftOf(limit));
  return (
    <LimitDialogFrame
      title="Edit limit"
      description="What is used stays, unless other calls or another window are counted from now on."
      onClose={onClose}
    >
      <LimitForm
        choices={choices}
        draft={draft}
        onDraft={setDraft}
        action={(input) => actions.update({ ...input, id: limit.id })}
        submitLabel="Save"
        onDone={() => onSaved(`“${limit.name}” is saved`)}
        onCancel={onClose}
      />
    </LimitDialogFrame>
  );
}

type FrameProps = { title: string; description: string; onClose: () => void; children: ReactNode };

function LimitDialogFrame({ title, description, onClose, children }: FrameProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        {children}
      </DialogContent>
    </Dialog>
  );
}
