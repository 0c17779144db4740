import { Badge } from "@/components/ui/badge";

export type ErrorEntry = {
  code: string;
  /** Null inside a stream: its head was sent already. */
  status: number | null;
  title: string;
  retry: string;
  why: string;
  mend: string;
};

/** One code of the proxy's refusals: what it means and what mends it. */
export function ErrorSection({ entry }: { entry: ErrorEntry }) {
  const { code, status, title, retry, why, mend } = entry;
  return (
    <section id={code} aria-labelledby={`${code}-title`} className="scroll-mt-16 space-y-2 border-t py-5">
      <h3 id={`${code}-title`} className="flex flex-wrap items-center gap-2 text-base font-medium">
        <a href={`#${code}`} className="hover:underline">
          {title}
        </a>
        <Badge variant="secondary" className="font-mono">
          {status ?? "stream"}
        </Badge>
        <code className="font-mono text-sm font-normal text-muted-foreground">{code}</code>
      </h3>
      <p className="text-sm">{why}</p>
      <p className="text-sm text-muted-foreground">{mend}</p>
      <p className="text-sm text-muted-foreground">{retry}</p>
    </section>
  );
}
