import { useQuery } from "@tanstack/react-query";
import { CircleCheckIcon, CircleXIcon, FlaskConicalIcon } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { OptionPicker } from "@/components/forms/option-picker";
import { COUNTRY_GROUP } from "@/components/rules/place-groups";
import type { RuleKind } from "@/components/rules/rule-row";
import { type AccessQuestion, accessQuery } from "@/components/rules/rules-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { type AccessDecision, GetAccessDecisionInput } from "@/lib/services/access-rules/schema";
import { countryName } from "@/lib/ui/countries";

const LOOKS: Readonly<Record<RuleKind, { label: string; placeholder: string }>> = {
  ip: { label: "Test an address", placeholder: "203.0.113.7" },
  geo: { label: "Test a country", placeholder: "" },
  model: { label: "Test a model", placeholder: "gpt-4o-mini or openai/gpt-4o-mini" },
};

type RuleTesterProps = {
  workspace: string;
  kind: RuleKind;
  projectId: string | null;
  projectName: string | null;
  /** What is asked about, kept in the page's address. */
  value: string;
  onAsk: (value: string) => void;
};

/** Asks the gateway's own code what the rules say, and which of them decides. */
export function RuleTester({ workspace, kind, projectId, projectName, value, onAsk }: RuleTesterProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const question = { ...questionOf(kind, value), ...(projectId === null ? {} : { project_id: projectId }) };
  const checked = GetAccessDecisionInput.safeParse(question);
  const { data, error } = useQuery({ ...accessQuery(workspace, question), enabled: checked.success });

  function ask(event: FormEvent) {
    event.preventDefault();
    onAsk(text.trim());
  }

  return (
    <Card className="gap-3 p-4">
      <form onSubmit={ask} className="grid items-end gap-2 sm:grid-cols-[minmax(0,22rem)_auto]">
        <div className="grid gap-2">
          <Label htmlFor={id}>{LOOKS[kind].label}</Label>
          {kind === "geo" ? (
            <OptionPicker
              control={{ id, name: "test", "aria-invalid": undefined, "aria-describedby": undefined }}
              groups={[COUNTRY_GROUP]}
              selected={new Set(text ? [text] : [])}
              onPick={(code) => {
                setText(code);
                onAsk(code);
              }}
              text={text ? countryName(text) : "Choose…"}
            />
          ) : (
            <Input
              id={id}
              value={text}
              placeholder={LOOKS[kind].placeholder}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.currentTarget.value)}
              className="font-mono md:text-xs"
            />
          )}
        </div>
        {kind !== "geo" && (
          <Button type="submit" variant="outline" className="justify-self-start">
            <FlaskConicalIcon /> Test
          </Button>
        )}
      </form>
      <div aria-live="polite" className="text-sm">
        {value !== "" && (
          <Answer
            decisions={data?.data.decisions}
            problem={checked.error?.issues[0]?.message ?? error?.message ?? null}
          />
        )}
        <p className="mt-1 text-xs text-muted-foreground">
          {projectName
            ? `Asked as a key of ${projectName}: its workspace's rules and its own must both let it pass.`
            : "Asked as a key without a project. Filter by a project to ask as one of its keys."}
        </p>
      </div>
    </Card>
  );
}

type AnswerProps = { decisions: readonly AccessDecision[] | undefined; problem: string | null };

function Answer({ decisions, problem }: AnswerProps) {
  if (problem !== null) return <p className="text-danger">{problem}</p>;
  if (!decisions) return <p className="text-muted-foreground">Asking…</p>;
  return decisions.map((decision) => <Verdict key={decision.kind} decision={decision} />);
}

function Verdict({ decision }: { decision: AccessDecision }) {
  const Icon = decision.is_allowed ? CircleCheckIcon : CircleXIcon;
  return (
    <p className="flex items-start gap-2">
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${decision.is_allowed ? "text-success" : "text-danger"}`}
      />
      <span className="min-w-0 break-words">{decision.sentence}</span>
    </p>
  );
}

/** `openai/gpt-4o` is the model gpt-4o of the provider openai. */
function questionOf(kind: RuleKind, value: string): AccessQuestion {
  if (kind === "ip") return { address: value };
  if (kind === "geo") return { country: value };
  const slash = value.indexOf("/");
  return slash < 1 ? { model: value } : { provider: value.slice(0, slash), model: value.slice(slash + 1) };
}
