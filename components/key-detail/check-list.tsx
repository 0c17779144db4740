import { CircleCheckIcon, CircleHelpIcon, CircleXIcon, type LucideIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { CheckStage, CheckVerdict, EffectiveCheck } from "@/lib/services/effective-rules/schema";
import { cn } from "@/lib/ui/cn";

const STAGES: Readonly<Record<CheckStage, string>> = {
  key_state: "State",
  expiry: "Expiry",
  workspace: "Workspace",
  project: "Project",
  team: "Team",
  key_addresses: "Key's addresses",
  addresses: "Addresses",
  countries: "Countries",
  providers: "Providers",
  scopes: "Scopes",
  models: "Models",
  key_models: "Key's models",
  unpriced: "No price",
};

const LOOKS: Readonly<Record<CheckVerdict, { icon: LucideIcon; tone: string; word: string }>> = {
  passes: { icon: CircleCheckIcon, tone: "text-success", word: "Passes" },
  refuses: { icon: CircleXIcon, tone: "text-danger", word: "Refuses" },
  depends: { icon: CircleHelpIcon, tone: "text-muted-foreground", word: "Depends on the call" },
};

const MAX_RULES = 12;

/** What is decided without counting, one line a step. The first that refuses ends the call. */
export function CheckList({ checks }: { checks: readonly EffectiveCheck[] }) {
  const endAt = checks.findIndex(({ verdict }) => verdict === "refuses");
  return (
    <ol className="divide-y">
      {checks.map((check, index) => {
        const { icon: Icon, tone, word } = LOOKS[check.verdict];
        const isMoot = endAt !== -1 && index > endAt;
        return (
          <li
            key={check.stage}
            className={cn(
              "grid grid-cols-[1rem_minmax(0,1fr)] items-start gap-x-3 gap-y-1 px-5 py-1.5 text-sm sm:grid-cols-[1rem_8rem_minmax(0,1fr)]",
              index === endAt && "bg-danger/5",
            )}
          >
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4", isMoot ? "text-muted-foreground" : tone)} />
            <span className="font-medium">
              {STAGES[check.stage]}
              <span className="sr-only">: {word}.</span>
            </span>
            <div className="grid min-w-0 gap-1 max-sm:col-start-2">
              <span className="min-w-0 text-pretty break-words text-muted-foreground">
                {check.sentence}
                {check.verdict === "refuses" && check.code && (
                  <code className={cn("ml-1.5 font-mono text-xs", !isMoot && "text-danger")}>{check.code}</code>
                )}
                {isMoot && <span className="text-xs"> Not asked any more.</span>}
              </span>
              <ListedRules check={check} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function ListedRules({ check: { rules, decision } }: { check: EffectiveCheck }) {
  const listed = rules.filter(({ level }) => level !== "key");
  if (listed.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1">
      {listed.slice(0, MAX_RULES).map(({ id, action, what, level }) => (
        <li key={id ?? what} className="max-w-full">
          <Badge
            variant={decision?.rule_id === id ? (action === "deny" ? "danger" : "success") : "outline"}
            className="max-w-full font-normal"
          >
            {action} <span className="truncate font-mono text-[11px]">{what}</span>
            {level === "project" && <span className="text-muted-foreground">project</span>}
            {decision?.rule_id === id && <span className="sr-only">decides</span>}
          </Badge>
        </li>
      ))}
      {listed.length > MAX_RULES && (
        <li className="text-xs text-muted-foreground">and {listed.length - MAX_RULES} more</li>
      )}
    </ul>
  );
}
