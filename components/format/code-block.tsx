import { CopyButton } from "@/components/format/copy-button";
import { cn } from "@/lib/ui/cn";

/** Code to read and to copy. */
export function CodeBlock({ code, what, className }: { code: string; what: string; className?: string }) {
  return (
    <div className={cn("group/code relative min-w-0 rounded-md border bg-muted/60 text-left", className)}>
      <pre
        className="max-h-72 overflow-auto p-3 pr-12 font-mono text-xs leading-relaxed outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <code>{code}</code>
      </pre>
      <CopyButton text={code} what={what} className="absolute top-2 right-2" />
    </div>
  );
}
