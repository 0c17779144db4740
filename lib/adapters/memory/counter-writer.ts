import { type Counter, FOREVER_MS } from "@/lib/ledger/model/state";
import type { Metric } from "@/lib/ledger/rules";
import { COUNTERS_STRIDE, type CounterItem } from "./snapshot-items";

const RUN = 200 * COUNTERS_STRIDE;

/** Writes counters in runs, naming rules and periods by number; `flush` ends the present run. */
export function createCounterWriter(write: (item: CounterItem) => void) {
  const books = new Map<string, { n: number; metric: Metric }>();
  const periods = new Map<string, number>();
  let latest = { startMs: 0, endMs: 0, n: -1 };
  let booksTold = 0;
  let run: (number | string)[] = [];

  const bookOf = ({ ruleId, metric }: Counter): number => {
    const known = books.get(ruleId);
    if (known?.metric === metric) return known.n;
    const n = booksTold;
    booksTold += 1;
    books.set(ruleId, { n, metric });
    write(["book", n, ruleId, metric]);
    return n;
  };

  const periodOf = (startMs: number, endMs: number): number => {
    if (latest.startMs === startMs && latest.endMs === endMs) return latest.n;
    const name = `${startMs} ${endMs}`;
    let n = periods.get(name);
    if (n === undefined) {
      n = periods.size;
      periods.set(name, n);
      write(["period", n, startMs, endMs]);
    }
    latest = { startMs, endMs, n };
    return n;
  };

  const flush = (): void => {
    if (run.length === 0) return;
    write(["counters", ...run]);
    run = [];
  };

  return {
    flush,
    add(counter: Counter): void {
      const { subject, cell, previous, debtMilli, debtAtMs, refillPerSecond } = counter;
      const book = bookOf(counter);
      const period = periodOf(cell.startMs, cell.endMs);
      if (previous === null && (cell.endMs !== FOREVER_MS || (debtMilli === 0 && refillPerSecond === 0))) {
        run.push(book, subject, period, cell.used, cell.held, cell.crossed);
        if (run.length >= RUN) flush();
        return;
      }
      const before = previous === null ? -1 : periodOf(previous.startMs, previous.endMs);
      const { used, held, crossed } = previous ?? { used: 0, held: 0, crossed: 0 };
      const debt = [debtMilli, debtAtMs, refillPerSecond];
      write([
        "counter",
        book,
        subject,
        period,
        cell.used,
        cell.held,
        cell.crossed,
        before,
        used,
        held,
        crossed,
        ...debt,
      ]);
    },
  };
}
