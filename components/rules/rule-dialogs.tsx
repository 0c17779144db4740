import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { RegionDialog } from "@/components/rules/region-dialog";
import type { ProjectChoice, RuleActions } from "@/components/rules/rule-actions";
import { RuleDialog as RuleForm } from "@/components/rules/rule-dialog";
import { KIND_WORDS, type RuleKind } from "@/components/rules/rule-row";
import type { RuleDialog } from "@/components/rules/rules-view";
import type { GeoRegion } from "@/lib/services/geo-regions/schema";

type RuleDialogsProps = {
  dialog: RuleDialog | { kind: "new" } | null;
  tab: RuleKind;
  projectId: string | null;
  projects: readonly ProjectChoice[];
  regions: readonly GeoRegion[];
  actions: RuleActions;
  onChanged: () => void;
  onClose: () => void;
};

export function RuleDialogs(props: RuleDialogsProps) {
  const { dialog, tab, actions, onChanged, onClose } = props;
  if (dialog === null) return null;

  function done(message: string) {
    toast.success(message);
    onChanged();
    onClose();
  }

  switch (dialog.kind) {
    case "new":
    case "edit":
      return (
        <RuleForm
          {...props}
          kind={dialog.kind === "edit" ? dialog.rule.kind : tab}
          rule={dialog.kind === "edit" ? dialog.rule : null}
          onSaved={({ what }) => done(`${what} holds from the next call on`)}
        />
      );
    case "delete":
      return (
        <ConfirmDialog
          title={`Delete the ${KIND_WORDS[dialog.rule.kind].one} ${dialog.rule.what}?`}
          description="It decides nothing from the next call on. This cannot be undone."
          confirmLabel="Delete rule"
          id={dialog.rule.id}
          action={actions[dialog.rule.kind].remove}
          onDone={() => done(`${dialog.rule.what} is deleted`)}
          onClose={onClose}
        />
      );
    case "region":
      return (
        <RegionDialog
          region={dialog.region}
          actions={actions.region}
          onSaved={(code) => done(`Region ${code} is saved`)}
          onClose={onClose}
        />
      );
    case "delete-region":
      return (
        <ConfirmDialog
          title={`Delete the region ${dialog.region.code}?`}
          description="It can be deleted while no country rule names it."
          confirmLabel="Delete region"
          id={dialog.region.id}
          action={actions.region.remove}
          onDone={() => done(`Region ${dialog.region.code} is deleted`)}
          onClose={onClose}
        />
      );
  }
}
