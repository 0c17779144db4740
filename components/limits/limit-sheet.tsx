import { limitTone } from "@/components/limits/limit-columns";
import { limitSentence, limitUnit } from "@/components/limits/limit-sentence";
import { CounterList } from "@/components/metering/counter-list";
import { subjectText } from "@/components/metering/dimension-words";
import { SubjectLabels } from "@/components/metering/subject-labels";
import { Sheet, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import type { RateLimit } from "@/lib/services/rate-limits/schema";
import { formatCompact, formatCount } from "@/lib/ui/format-number";

/** One limit: what it means, and each of its counters as it stands now. */
export function LimitSheet({ limit, onClose }: { limit: RateLimit; onClose: () => void }) {
  const { capacity, metric } = limit;
  const subjects = limit.applies_to.map((one) => ({ dimension: one.dimension, name: subjectText(one) }));
  const share = (amount: number) => (capacity > 0 ? amount / capacity : 0);
  const counters =
    limit.per.length > 0
      ? limit.counters
      : [{ subject: "", parts: [], used: limit.used ?? 0, held: limit.held ?? 0, remaining: limit.remaining ?? 0 }];
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>{limit.name}</SheetTitle>
          <SheetDescription asChild>
            <div>
              <SubjectLabels subjects={limit.applies_to} per={limit.per} />
            </div>
          </SheetDescription>
        </SheetHeader>
        <section
          aria-label="Details"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-5 text-sm outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50 focus-visible:ring-inset"
        >
          <p className="text-pretty">
            {limitSentence({ ...limit, subjects, path: limit.path_pattern ?? "", method: limit.method ?? "" })}
          </p>
          {limit.description && <p className="text-muted-foreground">{limit.description}</p>}
          {limit.used === null ? (
            <p className="text-muted-foreground">The ledger does not answer, so its counters are not known now.</p>
          ) : (
            <CounterList
              total={limit.counters_total}
              rows={counters.map(({ subject, parts, used, held, remaining }) => ({
                id: subject,
                parts,
                used: share(used),
                held: share(held),
                tone: limitTone({ ...limit, used, held }),
                taken: held > 0 ? `${formatCount(used)} + ${formatCount(held)} held` : formatCount(used),
                left: `${formatCompact(remaining)} ${limitUnit(metric, remaining)} left`,
              }))}
            />
          )}
        </section>
      </SheetContent>
    </Sheet>
  );
}
