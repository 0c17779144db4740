import type { Closing, Ledger } from "@/lib/ledger/port";
import type { KeptRecord } from "./keeper";
import { type Kept, reopeningOf } from "./kept-request";
import type { Steadfast } from "./steadfast-ledger";

/** Which of these requests have a row in Postgres. Null: Postgres cannot say. */
export type StoredIds = (requestIds: readonly string[]) => Promise<ReadonlySet<string> | null>;

const BATCH = 200;
const AT_ONCE = 100;

const NOT_DECIDED: Closing = {
  outcome: "refused",
  fields: { status_code: 503, decision: "refused", error_code: "ledger_unavailable" },
};

/** Whether the store is owed something that it was not told. */
export function isOwing({ keeper, doubtful }: Steadfast): boolean {
  return keeper.unstored.size > 0 || keeper.owed.size > 0 || doubtful.size > 0;
}

/**
 * Tells the store everything that this process knows and the store may not: requests with their ends, refusals, and that
 * admissions which nobody waited for are none. Telling twice changes nothing. Answers the ids that were opened in it.
 */
export async function giveBack(
  steadfast: Steadfast,
  inner: Ledger,
  stored: StoredIds,
  storeNowMs: number,
): Promise<readonly string[]> {
  const { keeper } = steadfast;
  await cancelDoubtful(steadfast, inner, storeNowMs);
  const open = await notInPostgres(steadfast, stored);
  for (let at = 0; at < open.length; at += BATCH) {
    const batch = open.slice(at, at + BATCH);
    await inner.restore(batch.map(reopeningOf), batch[0]?.leaseMs ?? 0);
    for (const kept of batch) {
      keeper.setStored(kept, true);
      if (kept.end !== null) keeper.owe(kept);
    }
  }
  await inGroups(open, async ({ opening, end, metered }) => {
    if (end === null && metered !== null) await inner.renew(opening.requestId, metered);
  });
  await inGroups([...keeper.owed], async (entry) => {
    if ("opening" in entry) await tellEnd(steadfast, inner, entry);
    else await tellRecord(steadfast, inner, entry);
  });
  return open.map(({ opening }) => opening.requestId);
}

/** What is over and has its row needs no store any more. A row of a call that still runs is the reaper's. */
async function notInPostgres({ keeper }: Steadfast, stored: StoredIds): Promise<readonly Kept[]> {
  const unstored = [...keeper.unstored];
  const records = [...keeper.owed].filter((entry): entry is KeptRecord => !("opening" in entry));
  const ids = [...unstored.map(({ opening }) => opening.requestId), ...records.map(({ requestId }) => requestId)];
  const found = ids.length === 0 ? null : await stored(ids);
  if (found === null) return unstored;
  for (const record of records) if (found.has(record.requestId)) keeper.drop(record);
  for (const kept of unstored) if (kept.end !== null && found.has(kept.opening.requestId)) keeper.drop(kept);
  return unstored.filter((kept) => keeper.unstored.has(kept));
}

async function tellEnd({ keeper }: Steadfast, inner: Ledger, kept: Kept): Promise<void> {
  const { end, opening } = kept;
  if (end === null || !kept.isInStore) return;
  if (end.kind === "cancel") await inner.cancel(opening.requestId, end.closing);
  else {
    const { outcome } = await inner.settle(opening.requestId, end.actuals, end.closing);
    if (outcome === "unknown") return keeper.setStored(kept, false);
  }
  if (!kept.isTold) keeper.told(kept);
}

async function tellRecord({ keeper }: Steadfast, inner: Ledger, record: KeptRecord): Promise<void> {
  await inner.record(record.requestId, record.closing);
  if (!record.isTold) keeper.told(record);
}

/** Its caller was refused, and the refusal's row is what it becomes; before its time it may still be admitted. */
async function cancelDoubtful({ keeper, doubtful }: Steadfast, inner: Ledger, storeNowMs: number): Promise<void> {
  const certain = [...doubtful].filter(([, notAfterMs]) => notAfterMs < storeNowMs).map(([requestId]) => requestId);
  await inGroups(certain, async (requestId) => {
    const record = keeper.records.get(requestId);
    const wasOpened = await inner.cancel(requestId, record?.closing ?? NOT_DECIDED);
    if (wasOpened && record && !record.isTold) keeper.told(record);
    doubtful.delete(requestId);
  });
}

async function inGroups<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(run));
}
