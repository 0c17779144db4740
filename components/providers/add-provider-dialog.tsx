import { useState } from "react";
import { toast } from "sonner";
import { AddProviderForm } from "@/components/providers/add-provider-form";
import type { ProviderActions } from "@/components/providers/provider-actions";
import { PROVIDER_PRESETS, type ProviderPreset } from "@/components/providers/provider-presets";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { cn } from "@/lib/ui/cn";

type AddProviderDialogProps = { create: ProviderActions["create"]; onCreated: () => void; onClose: () => void };

export function AddProviderDialog({ create, onCreated, onClose }: AddProviderDialogProps) {
  const [preset, setPreset] = useState<ProviderPreset>(PROVIDER_PRESETS[0]);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>Add provider</DialogTitle>
          <DialogDescription>An upstream API and the first credential for it.</DialogDescription>
        </DialogHeader>
        <PresetChoice value={preset} onChange={setPreset} />
        <AddProviderForm
          key={preset.id}
          preset={preset}
          create={create}
          onCancel={onClose}
          onCreated={(provider) => {
            toast.success(`“${provider.name}” is ready at /api/proxy/${provider.slug}`);
            onCreated();
            onClose();
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function PresetChoice({ value, onChange }: { value: ProviderPreset; onChange: (preset: ProviderPreset) => void }) {
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="sr-only">Kind of provider</legend>
      {PROVIDER_PRESETS.map((preset) => (
        <label
          key={preset.id}
          className={cn(
            "grid cursor-pointer content-start gap-0.5 rounded-md border px-3 py-2 text-sm has-focus-visible:ring-[3px] has-focus-visible:ring-ring/50",
            preset.id === value.id ? "border-primary bg-accent" : "hover:bg-muted/60",
          )}
        >
          <input
            type="radio"
            name="preset"
            className="sr-only"
            checked={preset.id === value.id}
            onChange={() => onChange(preset)}
          />
          <span className="font-medium">{preset.label}</span>
          <span className="text-xs text-muted-foreground">{preset.hint}</span>
        </label>
      ))}
    </fieldset>
  );
}
