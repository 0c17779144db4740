import { TimeText } from "@/components/format/time-text";
import { figuresOf, METRIC_WORDS, windowText } from "@/components/key-detail/rule-words";
import { dimensionWord, joinWords } from "@/components/metering/dimension-words";
import { UsageMeter } from "@/components/metering/usage-meter";
import { Badge } from "@/components/ui/badge";
import type { EffectiveRule } from "@/lib/services/effective-rules/schema";
import { cn } from "@/lib/ui/cn";
import type { Tone } from "@/lib/ui/request-status";

const NEAR = 0.8;

/** Limits or budgets in the order in which a refusal is reported, each with its live counter. */
export function CountedList({ rules, empty }: { rules: readonly EffectiveRule[]; empty: string }) {
  if (rules.length === 0) return <p className="px-5 py-4 text-sm text-muted-foreground">{empty}</p>;
  return (
    <ol className="divide-y">
      {rules.map((rule) => (
        <CountedRow key={rule.id} rule={rule} />
      ))}
    </ol>
  );
}

function CountedRow({ rule }: { rule: EffectiveRule }) {
  const figures = figuresOf(rule);
  const isOut = rule.verdict === "does_not_count";
  return (
    <li
      className={cn(
        "grid gap-x-6 gap-y-2 px-5 py-3 text-sm sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]",
        isOut && "bg-muted/40",
      )}
    >
      <div className="grid min-w-0 content-start gap-1">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 truncate font-medium" title={rule.name}>
            {rule.name}
          </span>
          <Effect rule={rule} />
        </span>
        <span className="text-xs text-pretty text-muted-foreground">
          {METRIC_WORDS[rule.metric]}
          {windowText(rule)}
          {rule.per.length > 0 && `, each ${joinWords(rule.per.map(dimensionWord))} for itself`}
        </span>
        <Needs rule={rule} />
      </div>
      <div className={cn("grid min-w-0 content-start gap-1.5", isOut && "opacity-60")}>
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="tabular-nums">{figures.used}</span>
          <span className="text-xs text-muted-foreground tabular-nums">{figures.left}</span>
        </span>
        <UsageMeter
          used={rule.used_share}
          held={rule.held_share}
          tone={toneOf(rule)}
          label={`${rule.name}: ${figures.used}, ${figures.left}`}
        />
        <span className="text-xs text-muted-foreground">
          {rule.resets_at ? (
            <>
              Resets <TimeText iso={rule.resets_at} style="relative" />
            </>
          ) : (
            figures.refill
          )}
          {rule.counters > 1 && ` · fullest of ${rule.counters} counters`}
        </span>
      </div>
    </li>
  );
}

function toneOf({ used_share, held_share, effect }: EffectiveRule): Tone {
  const share = used_share + held_share;
  if (effect !== "refuses") return share >= 1 ? "warning" : "neutral";
  if (share >= 1) return "danger";
  return share >= NEAR ? "warning" : "success";
}

function Effect({ rule: { effect, kind, used_share, held_share } }: { rule: EffectiveRule }) {
  const isFull = effect === "refuses" && used_share + held_share >= 1;
  return (
    <>
      {isFull && <Badge variant="danger">Full: refuses</Badge>}
      {effect === "shadow" && <Badge variant="outline">Shadow: only counts</Badge>}
      {effect === "tells" && <Badge variant="outline">Soft: only tells</Badge>}
      {kind === "quota" && <Badge variant="outline">Plan</Badge>}
    </>
  );
}

function Needs({ rule: { needs, verdict } }: { rule: EffectiveRule }) {
  if (needs.length === 0) return null;
  const words = {
    counts: "Counts, since",
    depends: "Counts where",
    does_not_count: "Does not count, since it asks for",
  };
  return (
    <span className="flex flex-wrap items-center gap-1 text-xs text-muted-foreground">
      {words[verdict]}
      {needs.map(({ fact, value, name }) => (
        <Badge key={`${fact}:${value}`} variant="outline" className="max-w-full font-normal">
          {dimensionWord(fact)} <span className="truncate font-mono text-[11px]">{name ?? value}</span>
        </Badge>
      ))}
    </span>
  );
}
