"use client";

import { type ComponentProps, type CSSProperties, createContext, type ReactNode, use, useId } from "react";
import { ResponsiveContainer, Tooltip } from "recharts";
import { cn } from "@/lib/ui/cn";

/** A series' label and colour token by its data key. */
export type ChartConfig = Record<string, { label: string; color: `var(--chart-${1 | 2 | 3 | 4 | 5})` }>;

const ChartContext = createContext<ChartConfig | null>(null);

export function useChart(): ChartConfig {
  const config = use(ChartContext);
  if (!config) throw new Error("useChart must be used inside a ChartContainer.");
  return config;
}

type ContainerProps = Omit<ComponentProps<"div">, "children"> & {
  config: ChartConfig;
  children: ComponentProps<typeof ResponsiveContainer>["children"];
};

function colorVariables(config: ChartConfig): CSSProperties {
  const entries = Object.entries(config).map(([key, { color }]) => [`--color-${key}`, color]);
  return Object.fromEntries(entries) as CSSProperties;
}

/** Gives its chart the colours as `--color-<key>` and fills the box that `className` sizes. */
export function ChartContainer({ config, className, children, ...props }: ContainerProps) {
  const id = useId();
  return (
    <ChartContext value={config}>
      <div
        data-slot="chart"
        data-chart={id}
        style={colorVariables(config)}
        className={cn(
          "h-48 w-full text-xs [&_.recharts-cartesian-axis-tick_text]:fill-muted-foreground [&_.recharts-cartesian-grid_line]:stroke-border/70 [&_.recharts-surface]:outline-none [&_.recharts-tooltip-cursor]:fill-muted [&_.recharts-tooltip-cursor]:stroke-border",
          className,
        )}
        {...props}
      >
        <ResponsiveContainer initialDimension={{ width: 480, height: 192 }}>{children}</ResponsiveContainer>
      </div>
    </ChartContext>
  );
}

export const ChartTooltip = Tooltip;

type TooltipRow = { dataKey?: unknown; value?: unknown };
type TooltipContentProps = {
  active?: boolean;
  payload?: readonly TooltipRow[];
  label?: unknown;
  formatLabel: (label: string) => string;
  formatValue: (value: number) => string;
};

export function ChartTooltipContent({
  active,
  payload,
  label,
  formatLabel,
  formatValue,
}: TooltipContentProps): ReactNode {
  const config = useChart();
  if (!active || !payload?.length) return null;
  return (
    <div className="grid min-w-36 gap-1.5 rounded-md border bg-popover px-2.5 py-1.5 text-xs text-popover-foreground shadow-md">
      <p className="font-medium">{formatLabel(String(label))}</p>
      {payload.map((row) => {
        const key = String(row.dataKey);
        return (
          <div key={key} className="flex items-center gap-2">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: `var(--color-${key})` }} />
            <span className="text-muted-foreground">{config[key]?.label ?? key}</span>
            <span className="ml-auto pl-4 font-mono tabular-nums">{formatValue(Number(row.value ?? 0))}</span>
          </div>
        );
      })}
    </div>
  );
}
