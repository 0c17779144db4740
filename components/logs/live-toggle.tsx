import { useId } from "react";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/ui/cn";

/** While on, the list asks for newer calls every two seconds. */
export function LiveToggle({ isLive, onChange }: { isLive: boolean; onChange: (isLive: boolean) => void }) {
  const id = useId();
  return (
    <span className="flex h-8 items-center gap-2">
      <span
        aria-hidden="true"
        className={cn("size-2 rounded-full", isLive ? "animate-pulse bg-success" : "bg-muted-foreground/40")}
      />
      <Label htmlFor={id} className="font-normal">
        Live
      </Label>
      <Switch id={id} checked={isLive} onCheckedChange={onChange} />
    </span>
  );
}
