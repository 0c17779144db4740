import type { ReactNode } from "react";
import { ChartLegend } from "@/components/charts/chart-legend";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { ChartConfig } from "@/components/ui/chart";

export type ChartTable = { columns: readonly string[]; rows: readonly { id: string; cells: readonly string[] }[] };

type ChartFrameProps = {
  title: string;
  /** One sentence that says what the picture shows. */
  summary: string;
  config: ChartConfig;
  /** The same figures for those who do not see the picture. */
  table: ChartTable;
  isEmpty: boolean;
  children: ReactNode;
};

/** What all charts share: title, summary, legend, the empty state and a hidden table of the figures. */
export function ChartFrame({ title, summary, config, table, isEmpty, children }: ChartFrameProps) {
  return (
    <Card className="relative">
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription className="text-xs">{summary}</CardDescription>
      </CardHeader>
      <CardContent className="pt-3 pb-3">
        {isEmpty ? (
          <p className="grid h-48 place-items-center rounded-md border border-dashed text-sm text-muted-foreground">
            Nothing in this range.
          </p>
        ) : (
          <>
            <div aria-hidden="true">{children}</div>
            {Object.keys(config).length > 1 && <ChartLegend config={config} />}
            <DataTwin title={title} table={table} />
          </>
        )}
      </CardContent>
    </Card>
  );
}

function DataTwin({ title, table }: { title: string; table: ChartTable }) {
  return (
    // A table ignores the height that hides it, so what surrounds it is hidden.
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ id, cells: [head, ...cells] }) => (
            <tr key={id}>
              <th scope="row">{head}</th>
              {cells.map((cell, index) => (
                <td key={table.columns[index + 1] ?? index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
