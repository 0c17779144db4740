import { FlaskConicalIcon, XIcon } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { formText } from "@/components/forms/form-values";
import { OPEN_QUESTION, type Question } from "@/components/key-detail/question";
import { FilterSelect } from "@/components/logs/filter-select";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

type CallQuestionProps = {
  providers: readonly { slug: string; name: string }[];
  value: Question;
  onAsk: (question: Question) => void;
};

const FIELDS = [
  { name: "model", label: "Model", placeholder: "gpt-4o-mini" },
  { name: "end_user", label: "End user", placeholder: "user-42" },
  { name: "address", label: "From address", placeholder: "203.0.113.7" },
  { name: "path", label: "Path", placeholder: "/v1/chat/completions" },
] as const;

/** Describes a call that nobody makes, so that the list below can say what would decide it. */
export function CallQuestion({ providers, value, onAsk }: CallQuestionProps) {
  const id = useId();
  const [provider, setProvider] = useState(value.provider);
  const isAsked = Object.values(value).some((text) => text !== "");

  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    onAsk({
      provider,
      model: formText(data, "model"),
      end_user: formText(data, "end_user"),
      address: formText(data, "address"),
      path: formText(data, "path"),
    });
  }

  function clear() {
    setProvider("");
    onAsk(OPEN_QUESTION);
  }

  return (
    <form
      key={JSON.stringify(value)}
      onSubmit={ask}
      aria-label="Describe a call"
      className="grid grid-cols-2 items-end gap-2 border-t bg-muted/30 px-5 py-3 lg:grid-cols-[auto_repeat(4,minmax(0,1fr))_auto]"
    >
      <div className="grid gap-1 max-lg:col-span-2">
        <span className="text-xs text-muted-foreground">Provider</span>
        <FilterSelect
          label="Provider"
          value={provider || null}
          options={providers.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={(next) => setProvider(next ?? "")}
        />
      </div>
      {FIELDS.map(({ name, label, placeholder }) => (
        <div key={name} className="grid gap-1">
          <Label htmlFor={`${id}-${name}`} className="text-xs font-normal text-muted-foreground">
            {label}
          </Label>
          <Input
            id={`${id}-${name}`}
            name={name}
            defaultValue={value[name]}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            className="h-8 font-mono md:text-xs"
          />
        </div>
      ))}
      <div className="flex gap-2 max-lg:col-span-2">
        <Button type="submit" variant="outline" size="sm">
          <FlaskConicalIcon /> Ask
        </Button>
        {isAsked && (
          <Button variant="ghost" size="icon-sm" onClick={clear}>
            <XIcon />
            <span className="sr-only">Clear the question</span>
          </Button>
        )}
      </div>
    </form>
  );
}
