import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import type { BudgetActions } from "@/components/budgets/budget-actions";
import { budgetDraftOf, newBudgetDraft } from "@/components/budgets/budget-draft";
import { BudgetForm } from "@/components/budgets/budget-form";
import { useTimeZone } from "@/components/format/use-time-zone";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { RuleDialogKind } from "@/components/metering/rule-menu";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import type { Budget } from "@/lib/services/budgets/schema";
import type { SubjectChoice } from "@/lib/services/rules/schema";

export type BudgetDialog = { kind: RuleDialogKind; budget: Budget };

type DialogProps = {
  choices: readonly SubjectChoice[];
  actions: BudgetActions;
  onChanged: () => void;
  /** Of a deleted budget, whose page is no more: it closes the dialog itself. */
  onDeleted?: () => void;
  onClose: () => void;
};

export function CreateBudgetDialog({ choices, actions, onChanged, onClose }: DialogProps) {
  const zone = useTimeZone();
  const [draft, setDraft] = useState(() => newBudgetDraft(zone));
  return (
    <BudgetDialogFrame title="Create budget" description="It is in force from the next call on." onClose={onClose}>
      <BudgetForm
        choices={choices}
        draft={draft}
        onDraft={setDraft}
        action={actions.create}
        submitLabel="Create budget"
        onDone={(budget) => {
          toast.success(`“${budget.name}” is in force`);
          onChanged();
          onClose();
        }}
        onCancel={onClose}
      />
    </BudgetDialogFrame>
  );
}

export function BudgetDialogs({ dialog, ...props }: DialogProps & { dialog: BudgetDialog }) {
  const { kind, budget } = dialog;
  const { actions, onChanged, onDeleted, onClose } = props;

  function done(message: string) {
    toast.success(message);
    onChanged();
    onClose();
  }

  if (kind === "edit") return <EditBudgetDialog {...props} budget={budget} onSaved={done} />;
  if (kind === "reset") {
    return (
      <ConfirmDialog
        title={`Reset “${budget.name}”?`}
        description="What is spent in the running period becomes zero, written down as an adjustment. Calls in flight keep what they hold, and no row is changed."
        confirmLabel="Reset usage"
        typeToConfirm={budget.name}
        id={budget.id}
        action={actions.reset}
        onDone={() => done(`“${budget.name}” counts from zero`)}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title={`Delete “${budget.name}”?`}
      description="It refuses nothing from the next call on. Requests, costs and its closed periods stay. This cannot be undone."
      confirmLabel="Delete budget"
      typeToConfirm={budget.name}
      id={budget.id}
      action={actions.remove}
      onDone={() => {
        if (!onDeleted) return done(`“${budget.name}” is deleted`);
        toast.success(`“${budget.name}” is deleted`);
        onDeleted();
      }}
      onClose={onClose}
    />
  );
}

type EditProps = DialogProps & { budget: Budget; onSaved: (message: string) => void };

function EditBudgetDialog({ budget, choices, actions, onSaved, onClose }: EditProps) {
  const [draft, setDraft] = useState(() => budgetDraftOf(budget));
  return (
    <BudgetDialogFrame
      title="Edit budget"
      description="What is spent stays, unless other calls or other periods are counted from now on."
      onClose={onClose}
    >
      <BudgetForm
        choices={choices}
        draft={draft}
        before={budget}
        onDraft={setDraft}
        action={(input) => actions.update({ ...input, id: budget.id })}
        submitLabel="Save"
        onDone={() => onSaved(`“${budget.name}” is saved`)}
        onCancel={onClose}
      />
    </BudgetDialogFrame>
  );
}

type FrameProps = { title: string; description: string; onClose: () => void; children: ReactNode };

function BudgetDialogFrame({ title, description, onClose, children }: FrameProps) {
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
