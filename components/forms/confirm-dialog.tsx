import { type ReactNode, useId, useState } from "react";
import { FormShell } from "@/components/forms/form-shell";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Field, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Action } from "@/lib/ui/server-action";

type ConfirmDialogProps = {
  title: string;
  /** What happens, to whom, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: string;
  /** `default` for what takes nothing away. @default destructive */
  tone?: "destructive" | "default";
  /** Must be typed before the button works; for what cannot be undone. */
  typeToConfirm?: string;
  id: string;
  action: Action<{ id: string }, unknown>;
  onDone: () => void;
  onClose: () => void;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, confirmLabel, tone = "destructive", typeToConfirm, id, action, onDone, onClose } = props;
  const [typed, setTyped] = useState("");
  const inputId = useId();
  const form = useActionForm(action, onDone);
  const isReady = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && !form.isPending && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription>{description}</AlertDialogDescription>
        </AlertDialogHeader>
        <FormShell
          form={form}
          toInput={() => ({ id })}
          footer={
            <AlertDialogFooter>
              <AlertDialogCancel asChild>
                <Button variant="outline">Cancel</Button>
              </AlertDialogCancel>
              <SubmitButton variant={tone} isPending={form.isPending} disabled={!isReady || form.isPending}>
                {confirmLabel}
              </SubmitButton>
            </AlertDialogFooter>
          }
        >
          {typeToConfirm !== undefined && (
            <Field>
              <FieldLabel htmlFor={inputId} className="inline leading-normal">
                Type <span className="font-mono">{typeToConfirm}</span> to confirm
              </FieldLabel>
              <Input
                id={inputId}
                value={typed}
                autoComplete="off"
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </Field>
          )}
        </FormShell>
      </AlertDialogContent>
    </AlertDialog>
  );
}
