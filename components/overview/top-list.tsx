import Link from "next/link";
import { MoneyText } from "@/components/format/money-text";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { dollarsForChart } from "@/lib/ui/format-money";
import { formatCompact } from "@/lib/ui/format-number";

export type TopRow = { id: string; label: string; requests: number; tokens: number; costCents: string; href: string };

/** What costs most of something, each with a bar for its spend next to the dearest one's. */
export function TopList({ title, rows }: { title: string; rows: readonly TopRow[] }) {
  const spends = rows.map((row) => dollarsForChart(row.costCents));
  const most = Math.max(...spends);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent className="px-2 pt-2 pb-2">
        {rows.length === 0 && (
          <p className="px-3 py-6 text-center text-sm text-muted-foreground">None in this range.</p>
        )}
        <ol>
          {rows.map((row, index) => (
            <li key={row.id}>
              <Link
                href={row.href}
                className="relative grid grid-cols-[minmax(0,1fr)_auto_5rem] items-center gap-3 rounded-md px-3 py-1.5 text-sm outline-none hover:bg-muted/60 focus-visible:ring-[3px] focus-visible:ring-ring/50"
              >
                <span className="truncate" title={row.label}>
                  {row.label}
                </span>
                <span className="text-xs text-muted-foreground tabular-nums">
                  {formatCompact(row.requests)} calls
                  <span className="max-sm:hidden"> · {formatCompact(row.tokens)} tokens</span>
                </span>
                <span className="text-right">
                  <MoneyText cents={row.costCents} />
                </span>
                <span aria-hidden="true" className="col-span-3 -mt-1 h-0.5 rounded-full bg-muted">
                  <span
                    className="block h-full rounded-full bg-chart-1"
                    style={{ width: `${most > 0 ? ((spends[index] ?? 0) / most) * 100 : 0}%` }}
                  />
                </span>
              </Link>
            </li>
          ))}
        </ol>
      </CardContent>
    </Card>
  );
}
