import { QuoteIcon } from "lucide-react";

/** Says what the form around means, as it is typed. */
export function SentenceBox({ text }: { text: string }) {
  return (
    <output className="flex gap-2.5 rounded-md border border-primary/25 bg-primary/5 px-3 py-2.5 text-sm text-pretty">
      <QuoteIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-primary" />
      <span className="sr-only">This means: </span>
      {text}
    </output>
  );
}
