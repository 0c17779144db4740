import { useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { FormShell } from "@/components/forms/form-shell";
import { formText } from "@/components/forms/form-values";
import { OptionPicker } from "@/components/forms/option-picker";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { placeGroups } from "@/components/rules/place-groups";
import type { ProjectChoice, RuleActions } from "@/components/rules/rule-actions";
import { KIND_WORDS, type RuleKind, type RuleRow } from "@/components/rules/rule-row";
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
import type { Action, ActionResult } from "@/lib/ui/server-action";

const ACTIONS = [
  { value: "allow", label: "Allow" },
  { value: "deny", label: "Deny" },
] as const;
const EVERYWHERE = "none";

export type RuleDraft = {
  action: "allow" | "deny";
  what: string;
  project_id: string | null;
  note: string | null;
};

type RuleDialogProps = {
  kind: RuleKind;
  rule: RuleRow | null;
  /** The project whose rules are being looked at. */
  projectId: string | null;
  projects: readonly ProjectChoice[];
  regions: readonly GeoRegion[];
  actions: RuleActions;
  onSaved: (rule: { what: string }) => void;
  onClose: () => void;
};

/** Makes a rule, or changes one. */
export function RuleDialog(props: RuleDialogProps) {
  const { kind, rule, projectId, projects, regions, actions, onSaved, onClose } = props;
  const [action, setAction] = useState<"allow" | "deny">(rule?.action ?? "allow");
  const [project, setProject] = useState(rule?.project_id ?? projectId ?? EVERYWHERE);
  const [place, setPlace] = useState("");
  const [what, setWhat] = useState(rule?.what ?? "");
  const form = useActionForm<RuleDraft, unknown>(rule ? changing(rule, actions) : creating(kind, actions), () =>
    onSaved({ what: kind === "geo" && !rule ? place.slice(place.indexOf(":") + 1) : what.trim() }),
  );
  const words = KIND_WORDS[kind];
  const places = placeGroups(regions);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{rule ? `Edit ${words.one}` : `Add ${words.one}`}</DialogTitle>
          <DialogDescription>It holds from the next call on. Deny beats allow.</DialogDescription>
        </DialogHeader>
        <FormShell
          form={form}
          toInput={(data) => ({
            action,
            what: kind === "geo" ? place : what.trim(),
            project_id: project === EVERYWHERE ? null : project,
            note: formText(data, "note") || null,
          })}
          footer={
            <DialogFooter>
              <Button variant="outline" onClick={onClose}>
                Cancel
              </Button>
              <SubmitButton isPending={form.isPending}>{rule ? "Save" : "Add rule"}</SubmitButton>
            </DialogFooter>
          }
        >
          <div className="grid gap-5 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <SelectField name="action" label="Action" value={action} options={ACTIONS} onChange={setAction} />
            {kind === "geo" ? (
              <FormField name="code" label="Country or region">
                {(control) =>
                  rule ? (
                    <Input {...control} readOnly value={`${rule.what} · ${rule.meaning}`} />
                  ) : (
                    <OptionPicker
                      control={control}
                      groups={places}
                      selected={new Set(place ? [place] : [])}
                      onPick={setPlace}
                      text={
                        places.flatMap(({ options }) => options).find(({ value }) => value === place)?.label ??
                        "Choose…"
                      }
                    />
                  )
                }
              </FormField>
            ) : (
              <WhatField kind={kind} value={what} onChange={setWhat} />
            )}
          </div>
          {!rule && projects.length > 0 && (
            <SelectField
              name="project_id"
              label="Holds for"
              description="A project can narrow what its workspace allows, never widen it."
              value={project}
              options={[
                { value: EVERYWHERE, label: "The whole workspace" },
                ...projects.map(({ id, name }) => ({ value: id, label: `Project ${name}` })),
              ]}
              onChange={setProject}
            />
          )}
          <FormField name="note" label="Note" isOptional>
            {(control) => <Input {...control} defaultValue={rule?.note ?? ""} autoComplete="off" />}
          </FormField>
        </FormShell>
      </DialogContent>
    </Dialog>
  );
}

type WhatFieldProps = { kind: "ip" | "model"; value: string; onChange: (value: string) => void };

function WhatField({ kind, value, onChange }: WhatFieldProps) {
  const look =
    kind === "ip"
      ? { name: "cidr", label: "Address or range", placeholder: "192.0.2.0/24" }
      : { name: "pattern", label: "Model or pattern", placeholder: "openai/*" };
  return (
    <FormField name={look.name} label={look.label}>
      {(control) => (
        <Input
          {...control}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={look.placeholder}
          onChange={(event) => onChange(event.currentTarget.value)}
          className="font-mono md:text-xs"
        />
      )}
    </FormField>
  );
}

function creating(kind: RuleKind, actions: RuleActions): Action<RuleDraft, unknown> {
  return async ({ what, ...draft }): Promise<ActionResult<unknown>> => {
    if (kind === "ip") return await actions.ip.create({ cidr: what, ...draft });
    if (kind === "model") return await actions.model.create({ pattern: what, ...draft });
    const [scope, code = ""] = what.split(":");
    return await actions.geo.create({ scope: scope === "region" ? "region" : "country", code, ...draft });
  };
}

function changing(rule: RuleRow, actions: RuleActions): Action<RuleDraft, unknown> {
  return async ({ what, action, note }): Promise<ActionResult<unknown>> => {
    const changes = { id: rule.id, action, note };
    if (rule.kind === "ip") return await actions.ip.update({ ...changes, cidr: what });
    if (rule.kind === "model") return await actions.model.update({ ...changes, pattern: what });
    return await actions.geo.update(changes);
  };
}
