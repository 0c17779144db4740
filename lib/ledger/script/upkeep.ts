import type { CountedBefore } from "@/lib/ledger/shared";
import type { ScriptContext } from "./context";
import { encodeDefinition } from "./encode";
import { DRAIN_GROUP } from "./keys";
import { asTexts, partsOfLease } from "./queries";

/** How much one script looks at, so that none keeps the store from others for long. */
const PAGE = 500;
const SWEEPS_AT_ONCE = 40;
const SILENT_CONSUMER_MS = 3_600_000;

/** Ends what its lease ran out on; then forgets a piece of what no longer counts anything. */
export async function reap(context: ScriptContext): Promise<number> {
  const { run, ofRequest, reapedKeptMs, consumer } = context;
  const plan = JSON.stringify({ keptMs: reapedKeptMs });
  let reaped = 0;
  for (;;) {
    const members = asTexts(await run("expired", String(PAGE)));
    const answers = await Promise.all(members.map((m) => ofRequest("reap", partsOfLease(m).requestId, plan, m)));
    const ended = answers.filter((answer) => answer === 1).length;
    reaped += ended;
    // Where another process ends the same ones, the rest is its affair.
    if (members.length < PAGE || ended === 0) break;
  }
  for (let sweeps = 0; sweeps < SWEEPS_AT_ONCE; sweeps += 1) {
    if (Number(await run("sweep", String(PAGE))) < PAGE) break;
  }
  await run("forgetConsumers", DRAIN_GROUP, consumer, String(SILENT_CONSUMER_MS));
  return reaped;
}

/** False: the rebuild that these counters belong to is over, since the store was emptied once more. */
export async function addUsed(
  { ofRebuild }: ScriptContext,
  cells: readonly CountedBefore[],
  rebuild: string,
): Promise<boolean> {
  // A bucket's debt has drained by the time that a store is rebuilt, and slots are held by open requests alone.
  const rows = cells.filter((cell) => cell.strategy.endsWith("_WINDOW") && cell.metric !== "concurrency").map(rowOf);
  for (let from = 0; from < rows.length; from += PAGE) {
    const added = await ofRebuild("addUsed", JSON.stringify(rows.slice(from, from + PAGE)), rebuild);
    if (Number(added) === -1) return false;
  }
  return true;
}

function rowOf({ ruleId, subject, metric, strategy, period, used, previousUsed }: CountedBefore) {
  const definition = encodeDefinition({
    ruleId,
    subject,
    metric,
    strategy,
    kind: "budget",
    name: "",
    scope: "",
    limit: 0,
    amount: 0,
    current: period,
    next: period,
    enforcement: "enforce",
    hard: true,
    priority: 0,
  });
  return [definition, subject, used, previousUsed];
}

export async function wipe({ run, keys }: ScriptContext): Promise<void> {
  let cursor = "0";
  do cursor = String(await run("wipe", cursor, keys.all));
  while (cursor !== "0");
}
