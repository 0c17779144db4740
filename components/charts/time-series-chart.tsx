import { Bar, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from "recharts";
import { ChartFrame } from "@/components/charts/chart-frame";
import { useTimeZone } from "@/components/format/use-time-zone";
import { type ChartConfig, ChartContainer, ChartTooltip, ChartTooltipContent } from "@/components/ui/chart";
import { formatInstant, formatTick } from "@/lib/ui/format-time";

/** One bucket: its start in UTC and a number by series key; null leaves a gap. */
export type SeriesPoint = { t: string; values: Readonly<Record<string, number | null>> };

type TimeSeriesChartProps = {
  title: string;
  summary: string;
  config: ChartConfig;
  points: readonly SeriesPoint[];
  shape: "bars" | "lines";
  rangeMs: number;
  formatValue: (value: number) => string;
  /** Shorter text for the axis. @default formatValue */
  formatAxis?: (value: number) => string;
};

/** A line needs two points; so few are marked each. */
const FEW = 4;
const MARGIN = { top: 6, right: 4, bottom: 0, left: 0 };

function cellText(value: number | null | undefined, format: (value: number) => string): string {
  return typeof value === "number" ? format(value) : "no data";
}

function countOf(points: readonly SeriesPoint[], key: string): number {
  return points.filter(({ values }) => typeof values[key] === "number").length;
}

export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const { title, summary, config, points, shape, rangeMs, formatValue, formatAxis = formatValue } = props;
  const timeZone = useTimeZone();
  const keys = Object.keys(config);
  const isEmpty = points.every(({ values }) => keys.every((key) => !values[key]));
  const data = points.map(({ t, values }) => ({ t, ...values }));
  const table = {
    columns: ["Time", ...keys.map((key) => config[key]?.label ?? key)],
    rows: points.map(({ t, values }) => ({
      id: t,
      cells: [formatInstant(t, timeZone, "short"), ...keys.map((key) => cellText(values[key], formatValue))],
    })),
  };
  return (
    <ChartFrame title={title} summary={summary} config={config} table={table} isEmpty={isEmpty}>
      <ChartContainer config={config}>
        <ComposedChart data={data} margin={MARGIN} accessibilityLayer={false} barCategoryGap="18%">
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="t"
            tickLine={false}
            axisLine={false}
            tickMargin={8}
            minTickGap={40}
            tickFormatter={(t: string) => formatTick(t, timeZone, rangeMs)}
          />
          <YAxis tickLine={false} axisLine={false} width={60} tickCount={4} tickFormatter={formatAxis} />
          <ChartTooltip
            isAnimationActive={false}
            content={
              <ChartTooltipContent formatLabel={(t) => formatInstant(t, timeZone, "short")} formatValue={formatValue} />
            }
          />
          {keys.map((key, index) =>
            shape === "bars" ? (
              <Bar
                key={key}
                dataKey={key}
                stackId="all"
                fill={`var(--color-${key})`}
                radius={index === keys.length - 1 ? [2, 2, 0, 0] : 0}
                isAnimationActive={false}
              />
            ) : (
              <Line
                key={key}
                dataKey={key}
                type="monotone"
                stroke={`var(--color-${key})`}
                strokeWidth={1.75}
                dot={countOf(points, key) < FEW}
                connectNulls
                isAnimationActive={false}
              />
            ),
          )}
        </ComposedChart>
      </ChartContainer>
    </ChartFrame>
  );
}
