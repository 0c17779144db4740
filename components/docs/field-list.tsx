export type Field = {
  name: string;
  place: "path" | "query" | "header" | "body" | "answer";
  type: string;
  isRequired: boolean;
  description: string;
};

/** Fields of a call or of an answer: name, type, and what there is to say. */
export function FieldList({ fields, label }: { fields: readonly Field[]; label: string }) {
  if (fields.length === 0) return null;
  return (
    <dl aria-label={label} className="divide-y rounded-md border text-sm">
      {fields.map((field) => (
        <div key={`${field.place} ${field.name}`} className="grid gap-x-4 gap-y-0.5 px-3 py-2 sm:grid-cols-[14rem_1fr]">
          <dt className="min-w-0">
            <code className="font-mono text-xs break-all">{field.name}</code>
            <span className="ml-2 text-xs text-muted-foreground">
              {field.place === "answer" ? "" : field.place}
              {field.isRequired && field.place !== "answer" ? ", required" : ""}
            </span>
          </dt>
          <dd className="min-w-0">
            <code className="font-mono text-xs break-words text-muted-foreground">{field.type}</code>
            {field.description === "" ? null : <p className="text-xs">{field.description}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
