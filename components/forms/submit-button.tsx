import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

/** Submits its form; while pending it says so and cannot be pressed twice. */
export function SubmitButton({
  isPending,
  children,
  ...props
}: ComponentProps<typeof Button> & { isPending: boolean }) {
  return (
    <Button type="submit" disabled={isPending} {...props}>
      {isPending && <Spinner />}
      {children}
    </Button>
  );
}
