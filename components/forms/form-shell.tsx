import { CircleAlertIcon } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import { FormErrors } from "@/components/forms/form-errors";
import type { ActionForm } from "@/components/forms/use-action-form";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { FieldGroup } from "@/components/ui/field";

type FormShellProps<Input> = {
  form: ActionForm<Input>;
  /** Makes the action's input from what was typed. */
  toInput: (data: FormData) => Input;
  children: ReactNode;
  footer: ReactNode;
};

/** A form of a server action. The server checks the input; its messages go to their fields, all else on top. */
export function FormShell<Input>({ form, toInput, children, footer }: FormShellProps<Input>) {
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!form.isPending) form.submit(toInput(new FormData(event.currentTarget)));
  }

  const fieldErrors = form.error?.fieldErrors ?? {};
  const hasFieldErrors = Object.keys(fieldErrors).length > 0;
  return (
    // Sent before the page is hydrated, it must not carry what was typed into the address.
    <form
      ref={form.formRef}
      method="post"
      onSubmit={onSubmit}
      noValidate
      aria-busy={form.isPending}
      className="grid gap-5"
    >
      {form.error && !hasFieldErrors && (
        <Alert variant="destructive">
          <CircleAlertIcon />
          <AlertDescription>{form.error.message}</AlertDescription>
        </Alert>
      )}
      <FormErrors value={fieldErrors}>
        <FieldGroup>{children}</FieldGroup>
      </FormErrors>
      {footer}
    </form>
  );
}
