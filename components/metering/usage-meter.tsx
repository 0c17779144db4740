import { cn } from "@/lib/ui/cn";
import type { Tone } from "@/lib/ui/request-status";

type UsageMeterProps = {
  /** Shares of the limit, from 0; beyond 1 they are cut off. */
  used: number;
  held: number;
  /** What the bar says, in words. */
  label: string;
  tone: Tone;
  /** Shares at which something happens: thresholds, a soft amount. */
  marks?: readonly number[];
  size?: "sm" | "lg";
  className?: string;
};

const FILLS: Readonly<Record<Tone, string>> = {
  success: "bg-chart-1",
  neutral: "bg-muted-foreground/50",
  info: "bg-chart-4",
  warning: "bg-chart-2",
  danger: "bg-chart-3",
};

/** What is used and, hatched, what is held of a limit. The words beside it say the same. */
export function UsageMeter({ used, held, label, tone, marks = [], size = "sm", className }: UsageMeterProps) {
  const usedPart = clampShare(used);
  const heldPart = clampShare(held, 1 - usedPart);
  return (
    <div
      className={cn(
        "relative flex w-full overflow-hidden rounded-full bg-muted",
        size === "sm" ? "h-1.5" : "h-3",
        className,
      )}
    >
      <meter className="sr-only" aria-label={label} min={0} max={1} value={usedPart + heldPart}>
        {label}
      </meter>
      <span className={cn("h-full", FILLS[tone])} style={{ width: percent(usedPart) }} />
      <span
        className={cn("h-full opacity-55", FILLS[tone])}
        style={{
          width: percent(heldPart),
          maskImage: "repeating-linear-gradient(-45deg, black 0 3px, transparent 3px 5px)",
        }}
      />
      {marks
        .filter((mark) => mark > 0 && mark < 1)
        .map((mark) => (
          <span key={mark} className="absolute inset-y-0 w-px bg-foreground/35" style={{ left: percent(mark) }} />
        ))}
    </div>
  );
}

/** A share that is not zero is seen. */
function clampShare(share: number, most = 1): number {
  if (!(share > 0)) return 0;
  return Math.min(most, Math.max(share, 0.004));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
