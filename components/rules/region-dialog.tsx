import { XIcon } from "lucide-react";
import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { OptionPicker } from "@/components/forms/option-picker";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { COUNTRY_GROUP } from "@/components/rules/place-groups";
import type { RuleActions } from "@/components/rules/rule-actions";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { GeoRegion } from "@/lib/services/geo-regions/schema";
import { countryName } from "@/lib/ui/countries";
import type { ActionResult } from "@/lib/ui/server-action";

type RegionDialogProps = {
  region: GeoRegion | null;
  actions: RuleActions["region"];
  onSaved: (code: string) => void;
  onClose: () => void;
};

type Draft = { code: string; name: string; countries: string[] };

export function RegionDialog({ region, actions, onSaved, onClose }: RegionDialogProps) {
  const [countries, setCountries] = useState<ReadonlySet<string>>(new Set(region?.countries));

  async function save({ code, ...draft }: Draft): Promise<ActionResult<GeoRegion>> {
    return region ? await actions.update({ id: region.id, ...draft }) : await actions.create({ code, ...draft });
  }
  const form = useActionForm(save, (saved) => onSaved(saved.code));

  function toggle(code: string) {
    const next = new Set(countries);
    if (!next.delete(code)) next.add(code);
    setCountries(next);
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{region ? `Edit region ${region.code}` : "Add region"}</DialogTitle>
          <DialogDescription>Rules that name it follow from the next call on.</DialogDescription>
        </DialogHeader>
        <FormShell
          form={form}
          toInput={(data) => ({
            code: formText(data, "code"),
            name: formText(data, "name"),
            countries: [...countries],
          })}
          footer={
            <DialogFooter>
              <Button variant="outline" onClick={onClose}>
                Cancel
              </Button>
              <SubmitButton isPending={form.isPending}>{region ? "Save" : "Add region"}</SubmitButton>
            </DialogFooter>
          }
        >
          <FormField name="name" label="Name">
            {(control) => <Input {...control} autoFocus defaultValue={region?.name ?? ""} autoComplete="off" />}
          </FormField>
          {!region && (
            <FormField name="code" label="Code" description="Rules name it by this, e.g. NORDICS.">
              {(control) => (
                <Input {...control} autoComplete="off" spellCheck={false} className="font-mono uppercase md:text-xs" />
              )}
            </FormField>
          )}
          <FormField name="countries" label="Countries">
            {(control) => (
              <div className="grid gap-2">
                <OptionPicker
                  control={control}
                  groups={[COUNTRY_GROUP]}
                  selected={countries}
                  onPick={toggle}
                  isMultiple
                  text={countries.size === 0 ? "Choose…" : `${countries.size} chosen`}
                />
                <ul aria-label="Chosen countries" className="flex max-h-32 flex-wrap gap-1 overflow-y-auto">
                  {[...countries].map((code) => (
                    <li key={code}>
                      <Button variant="secondary" size="sm" className="h-6 px-2 text-xs" onClick={() => toggle(code)}>
                        {countryName(code)} <XIcon className="size-3" />
                        <span className="sr-only">Take away</span>
                      </Button>
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </FormField>
        </FormShell>
      </DialogContent>
    </Dialog>
  );
}
