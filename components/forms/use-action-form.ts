import { type RefObject, useEffect, useRef, useState, useTransition } from "react";
import type { Action, ActionResult } from "@/lib/ui/server-action";

type Failure = Extract<ActionResult<unknown>, { ok: false }>["error"];

const UNREACHABLE: Failure = {
  code: "unavailable",
  message:
    "The server did not answer, so it is not known whether this was saved. Reload the page before you try again.",
  fieldErrors: {},
};

export type ActionForm<Input> = {
  submit: (input: Input) => void;
  isPending: boolean;
  error: Failure | null;
  formRef: RefObject<HTMLFormElement | null>;
};

/** Runs a server action for a form: pending state, its errors, and focus to the first field that has one. */
export function useActionForm<Input, Output>(
  action: Action<Input, Output>,
  onSuccess: (data: Output) => void,
): ActionForm<Input> {
  const [error, setError] = useState<Failure | null>(null);
  const [isPending, startTransition] = useTransition();
  const formRef = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (error) formRef.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);

  function submit(input: Input) {
    setError(null);
    startTransition(async () => {
      const result = await action(input).catch((): ActionResult<Output> => ({ ok: false, error: UNREACHABLE }));
      if (result.ok) onSuccess(result.data);
      else startTransition(() => setError(result.error));
    });
  }

  return { submit, isPending, error, formRef };
}
