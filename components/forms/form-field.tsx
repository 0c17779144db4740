import { type ReactNode, use, useId } from "react";
import { FormErrors } from "@/components/forms/form-errors";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";

/** What a control must carry to belong to its label, hint and error. */
export type ControlProps = {
  id: string;
  name: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
};

type FormFieldProps = {
  /** The field path of the action's input. */
  name: string;
  label: ReactNode;
  description?: ReactNode;
  isOptional?: boolean;
  /** What to do about an error, where this form asks in other units or words than the server's message. */
  correction?: string;
  children: (control: ControlProps) => ReactNode;
};

/** Wires label, hint and error to one control, once for all forms. */
export function FormField({ name, label, description, isOptional = false, correction, children }: FormFieldProps) {
  const id = useId();
  const error = use(FormErrors)[name];
  const describedBy = [description ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  const control: ControlProps = {
    id,
    name,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy || undefined,
  };
  return (
    <Field>
      <FieldLabel htmlFor={id}>
        {label}
        {isOptional && <span className="font-normal text-muted-foreground">optional</span>}
      </FieldLabel>
      {children(control)}
      {description && <FieldDescription id={`${id}-hint`}>{description}</FieldDescription>}
      {error && <FieldError id={`${id}-error`}>{correction ?? error}</FieldError>}
    </Field>
  );
}
