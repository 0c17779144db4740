import { SubmitButton } from "@/components/forms/submit-button";
import { SentenceBox } from "@/components/metering/sentence-box";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";

type RuleFormFooterProps = { sentence: string; submitLabel: string; isPending: boolean; onCancel: () => void };

/** What the form means and the way on; stays in view where there is room for it. */
export function RuleFormFooter({ sentence, submitLabel, isPending, onCancel }: RuleFormFooterProps) {
  return (
    <div className="grid gap-3 bg-card sm:sticky sm:-bottom-6 sm:-mx-6 sm:-mb-6 sm:rounded-b-xl sm:border-t sm:px-6 sm:py-4">
      <SentenceBox text={sentence} />
      <DialogFooter>
        <Button variant="outline" onClick={onCancel}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending}>{submitLabel}</SubmitButton>
      </DialogFooter>
    </div>
  );
}
