import { median, spread } from "@/tests/bench/statistics";
import type { Sample } from "./load";

type Figures = Record<string, number>;

/** Names are `<ledger>_<checks>` and, where the first check counts for each end user, `<ledger>_<checks>_of_<subjects>`. */
export type LedgerReport = {
  /** Admissions with their settlement a second, the records drained meanwhile: the median of the rounds. */
  pairs_per_s: Figures;
  /** Largest minus smallest round as a part of the median. */
  spread: Figures;
  /** Microseconds of processor time a pair in the process that calls the ledger, all its threads together. */
  cpu_us: Figures;
  /** The same in the store's own process, where it has one. */
  store_cpu_us: Figures;
  /** How much slower many live subjects are than ten, as a part: 0.1 is ten percent. By pairs a second and by processor time. */
  slower_with_many: Figures;
  slower_with_many_by_cpu: Figures;
  /** What many live counters cost beside calls. */
  upkeep: Figures;
  about: Readonly<Record<string, string | number>>;
};

export type LedgerSamples = ReadonlyMap<string, readonly Sample[]>;

export const FEW_SUBJECTS = 10;

export function createLedgerReport(
  samples: LedgerSamples,
  manySubjects: number,
  upkeep: Figures,
  about: LedgerReport["about"],
): LedgerReport {
  const each = (read: (sample: Sample) => number | null, summed: (values: number[]) => number, digits: number) => {
    const figures: Figures = {};
    for (const [name, own] of samples) {
      const values = own.map(read).filter((value) => value !== null);
      if (values.length > 0) figures[name] = Number(summed(values).toFixed(digits));
    }
    return figures;
  };
  const rate = ({ pairs, seconds }: Sample) => pairs / seconds;
  const pairs_per_s = each(rate, median, 0);
  const cpu_us = each((sample) => sample.cpuUs, median, 2);
  const store_cpu_us = each((sample) => sample.storeCpuUs, median, 2);
  return {
    pairs_per_s,
    spread: each(rate, spread, 3),
    cpu_us,
    store_cpu_us,
    slower_with_many: compared(pairs_per_s, manySubjects, (few, many) => 1 - many / few),
    slower_with_many_by_cpu: compared(sumOf(cpu_us, store_cpu_us), manySubjects, (few, many) => 1 - few / many),
    upkeep,
    about,
  };
}

export function manyOf(ledger: string, subjects: number): string {
  return `${ledger}_4_of_${subjects}`;
}

function compared(figures: Figures, many: number, slower: (few: number, many: number) => number): Figures {
  const found: Figures = {};
  for (const ledger of ["memory", "redis"]) {
    const [atFew, atMany] = [figures[manyOf(ledger, FEW_SUBJECTS)], figures[manyOf(ledger, many)]];
    if (atFew !== undefined && atMany !== undefined) found[ledger] = Number(slower(atFew, atMany).toFixed(3));
  }
  return found;
}

function sumOf(a: Figures, b: Figures): Figures {
  return Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value + (b[name] ?? 0)]));
}

/** One line a case, then what else was found. */
export function renderLedgerTable(report: LedgerReport): string {
  const rows = [
    ["", "pairs/s", "spread", "cpu us", "store cpu us"],
    ...Object.keys(report.pairs_per_s).map((name) => [
      name,
      ...[report.pairs_per_s, report.spread, report.cpu_us, report.store_cpu_us].map((part) =>
        String(part[name] ?? "-"),
      ),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
  );
  for (const [ledger, part] of Object.entries(report.slower_with_many)) {
    const byCpu = report.slower_with_many_by_cpu[ledger] ?? 0;
    lines.push(
      `${ledger}: many live subjects are ${percent(part)} slower than ten (${percent(byCpu)} by processor time)`,
    );
  }
  for (const [name, value] of Object.entries(report.upkeep)) lines.push(`${name}: ${value}`);
  return lines.join("\n");
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
