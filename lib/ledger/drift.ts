import type { Balance, OpenHold } from "./port";

/** What records and adjustments of the counter's period add up to, from the database. */
export type SettledSum = { ruleId: string; subject: string; settled: number };

/** `drift` is what the counter has too much (or, negative, too little) beyond what is written and held. */
export type Drift = { ruleId: string; subject: string; counter: number; settled: number; held: number; drift: number };

/** `counter - (records + adjustments + open holds)` for every counter of a period; zero unless something was lost. */
export function driftOf(
  balances: readonly Balance[],
  sums: readonly SettledSum[],
  holds: readonly OpenHold[],
): Drift[] {
  const settledBy = totals(sums.map((s) => [nameOf(s.ruleId, s.subject, null), s.settled]));
  const heldBy = totals(
    holds.flatMap((hold) => hold.amounts.map((a) => [nameOf(a.ruleId, a.subject, a.periodStartMs), a.amount] as const)),
  );
  return balances.map(({ ruleId, subject, used, held: counterHeld, periodStartMs }) => {
    const counter = used + counterHeld;
    const settled = settledBy.get(nameOf(ruleId, subject, null)) ?? 0;
    const held = heldBy.get(nameOf(ruleId, subject, periodStartMs)) ?? 0;
    return { ruleId, subject, counter, settled, held, drift: counter - (settled + held) };
  });
}

function totals(amounts: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, amount] of amounts) sums.set(name, (sums.get(name) ?? 0) + amount);
  return sums;
}

function nameOf(ruleId: string, subject: string, periodStartMs: number | null): string {
  return `${ruleId}\n${subject}\n${periodStartMs ?? ""}`;
}
