import type { Samples } from "./rounds";
import { median, spread } from "./statistics";

type Figures = Record<string, number>;

/** `rps`, and its `spread` as a part of it, at 16 connections; `p50_ms` and `p99_ms` at one. Names are the contenders'. */
export type Report = {
  rps: Figures;
  p50_ms: Figures;
  p99_ms: Figures;
  spread: Figures;
  p50_ms_at_16: Figures;
  p99_ms_at_16: Figures;
  first_byte_added_ms: Figures;
  parallel_streams_ms: Figures;
  /** Microseconds of processor time an answer at 16 connections, the contender's process alone. */
  cpu_us: Figures;
  rss_mb: Figures;
  about: Readonly<Record<string, string | number>>;
};

/** The contender that stands for no proxy at all. */
export const DIRECT = "direct";

export function createReport(samples: ReadonlyMap<string, Samples>, about: Report["about"]): Report {
  const straight = samples.get(DIRECT)?.firstByteMs ?? 0;
  const each = (read: (own: Samples) => number | null, digits: number): Figures => {
    const figures: Figures = {};
    for (const [name, own] of samples) {
      const value = read(own);
      if (value !== null) figures[name] = Number(value.toFixed(digits));
    }
    return figures;
  };
  return {
    rps: each(({ parallel }) => median(parallel.map(({ rps }) => rps)), 0),
    p50_ms: each(({ single }) => median(single.map(({ p50Ms }) => p50Ms)), 3),
    p99_ms: each(({ single }) => median(single.map(({ p99Ms }) => p99Ms)), 3),
    spread: each(({ parallel }) => spread(parallel.map(({ rps }) => rps)), 3),
    p50_ms_at_16: each(({ parallel }) => median(parallel.map(({ p50Ms }) => p50Ms)), 3),
    p99_ms_at_16: each(({ parallel }) => median(parallel.map(({ p99Ms }) => p99Ms)), 3),
    first_byte_added_ms: each((own) => own.firstByteMs - straight, 3),
    parallel_streams_ms: each((own) => own.parallelStreamsMs, 0),
    cpu_us: each(({ parallel }) => medianOrNull(parallel.map(({ cpuUs }) => cpuUs)), 1),
    rss_mb: each((own) => own.residentMb, 1),
    about,
  };
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

const COLUMNS = [
  ["rps @16", "rps"],
  ["spread", "spread"],
  ["p50 ms @1", "p50_ms"],
  ["p99 ms @1", "p99_ms"],
  ["p50 ms @16", "p50_ms_at_16"],
  ["p99 ms @16", "p99_ms_at_16"],
  ["first byte +ms", "first_byte_added_ms"],
  ["streams ms", "parallel_streams_ms"],
  ["cpu us", "cpu_us"],
  ["rss MB", "rss_mb"],
] as const;

/** One line a contender, the fastest first. */
export function renderTable(report: Report): string {
  const names = Object.keys(report.rps).sort((a, b) => (report.rps[b] ?? 0) - (report.rps[a] ?? 0));
  const rows = [
    ["", ...COLUMNS.map(([title]) => title)],
    ...names.map((name) => [name, ...COLUMNS.map(([, part]) => String(report[part][name] ?? "-"))]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
