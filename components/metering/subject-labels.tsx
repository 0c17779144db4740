import { dimensionHeading, dimensionWord, joinWords, subjectText } from "@/components/metering/dimension-words";
import { Badge } from "@/components/ui/badge";
import type { RuleSubject } from "@/lib/services/rules/schema";

/** Whom a rule is about, in a line below its name. */
export function SubjectLabels({ subjects, per }: { subjects: readonly RuleSubject[]; per: readonly string[] }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1 text-xs text-muted-foreground">
      {subjects.length === 0 && per.length === 0 && <span>Everything</span>}
      {subjects.map((subject) => (
        <Badge key={`${subject.dimension}:${subject.value}`} variant="outline" className="max-w-56 font-normal">
          <span className="text-muted-foreground">{dimensionHeading(subject.dimension)}</span>
          <span className="truncate">{subjectText(subject)}</span>
        </Badge>
      ))}
      {per.length > 0 && (
        <Badge variant="secondary" className="font-normal">
          per {joinWords(per.map(dimensionWord))}
        </Badge>
      )}
    </span>
  );
}

/** What one counter counts. */
export function counterText(parts: readonly RuleSubject[]): string {
  return parts.length === 0 ? "All calls" : parts.map(subjectText).join(" · ");
}
