import { createRedisLedger } from "@/lib/adapters/redis/redis-ledger";
import type { Admission } from "@/lib/ledger/port";
import type { Check } from "@/lib/ledger/rules";
import { budgetOf, COMPLETED, checkOf, ONLY, openingOf } from "@/tests/contract/ledger-fixtures";

/** One of several processes on one store; its clock is wrong by `skewMs`, its watch is the machine's. */
type Task = {
  url: string;
  name: string;
  team: string;
  skewMs: number;
  calls: number;
  kind: "budgets" | "minute" | "slots";
};

export type Report = {
  admitted: string[];
  /** Refusals by a rule that had room. */
  unfounded: number;
  refused: number;
  /** Start and end of each call that ran, by the machine's clock. */
  spans: [number, number][];
};

const AT_ONCE = 50;

async function main(task: Task): Promise<void> {
  const ledger = createRedisLedger({
    url: task.url,
    consumer: task.name,
    timeoutMs: 20_000,
    reportError: () => undefined,
  });
  await ledger.ready(10_000);
  const report: Report = { admitted: [], unfounded: 0, refused: 0, spans: [] };
  const checks = { budgets, minute, slots }[task.kind];
  let next = 0;
  const worker = async () => {
    while (next < task.calls) {
      const requestId = `${task.name}-${next++}`;
      const admission = await ledger.admit(openingOf(requestId), checks(task), ONLY, 60_000);
      note(report, requestId, admission);
      if (admission.outcome !== "admitted") continue;
      const startedAtMs = Date.now();
      if (task.kind === "slots") await new Promise((later) => setTimeout(later, 5));
      report.spans.push([startedAtMs, Date.now()]);
      const amounts = { requests: 1, cost_nano_usd: 7 };
      await ledger.settle(requestId, [{ candidateId: "only", amounts }], COMPLETED);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await ledger.close();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function note(report: Report, requestId: string, admission: Admission): void {
  if (admission.outcome === "admitted") report.admitted.push(requestId);
  else if (admission.outcome === "refused") {
    report.refused += 1;
    const { limit, used, held } = admission.by;
    if (used + held < limit) report.unfounded += 1;
  } else throw new Error(`The store answered ${admission.outcome}.`);
}

/** Three caps, one inside the other. Every call costs the same seven at the end as it held at first. */
function budgets({ name, team, skewMs }: Task): Check[] {
  const nowMs = Date.now() + skewMs;
  const cap = (ruleId: string, limit: number) =>
    budgetOf({ ruleId, limit: limit * 7, amount: 7, nowMs, windowMs: 365 * 86_400_000 });
  return [cap(`key-${name}`, 1_500), cap(`team-${team}`, 2_500), cap("workspace", 4_000)];
}

function minute({ skewMs }: Task): Check[] {
  return [checkOf({ ruleId: "minute", limit: 100, windowMs: 60_000, nowMs: Date.now() + skewMs })];
}

function slots(): Check[] {
  return [checkOf({ ruleId: "slots", metric: "concurrency", limit: 5 })];
}

await main(JSON.parse(process.argv[2] ?? "{}") as Task);
