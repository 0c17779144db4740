import { type Field, FieldList } from "@/components/docs/field-list";
import { CodeBlock } from "@/components/format/code-block";
import { Badge } from "@/components/ui/badge";

export type Endpoint = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  fields: readonly Field[];
  status: string;
  answer: string;
  curl: string;
};

/** One endpoint of the reference: what it takes, what it answers, how curl calls it. */
export function EndpointSection({ endpoint }: { endpoint: Endpoint }) {
  const { id, method, path, summary, description, fields, status, answer, curl } = endpoint;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-16 space-y-3 border-t py-6">
      <h3 id={`${id}-title`} className="text-base font-medium">
        <a href={`#${id}`} className="hover:underline">
          {summary}
        </a>
      </h3>
      <p className="flex flex-wrap items-center gap-2">
        <Badge variant="secondary" className="font-mono">
          {method}
        </Badge>
        <code className="min-w-0 font-mono text-sm break-all">{path}</code>
      </p>
      <p className="text-sm text-muted-foreground">{description}</p>
      <FieldList fields={fields} label={`What ${method} ${path} takes`} />
      <p className="text-sm">
        Answers {status} with <code className="font-mono text-xs">data</code>:{" "}
        <code className="font-mono text-xs break-words">{answer}</code>
      </p>
      <CodeBlock code={curl} what="curl call" />
    </section>
  );
}
