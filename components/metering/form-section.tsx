import type { ReactNode } from "react";
import { FieldLegend, FieldSet } from "@/components/ui/field";

type FormSectionProps = { title: string; hintId?: string; children: ReactNode };

/** A part of a long form; its title breaks the line above it. */
export function FormSection({ title, hintId, children }: FormSectionProps) {
  return (
    <FieldSet className="border-t pt-3" aria-describedby={hintId}>
      <FieldLegend className="mb-0 pr-3 text-xs text-muted-foreground">{title}</FieldLegend>
      {children}
    </FieldSet>
  );
}
