import type { AdjustmentRecord, Ledger, LedgerRecord } from "./port";

/** Where finished requests and late amounts go. Resolves once they are stored for good; storing one twice is harmless. */
export type RecordSink = {
  records(records: readonly LedgerRecord[]): Promise<void>;
  adjustments(adjustments: readonly AdjustmentRecord[]): Promise<void>;
};

/** Moves at most `max` to the sink and returns how many. Where the sink rejects, all of them are drained again. */
export async function drainOnce(
  ledger: Pick<Ledger, "drain" | "acknowledge">,
  sink: RecordSink,
  max: number,
): Promise<number> {
  const { records, adjustments, ids } = await ledger.drain(max);
  if (ids.length === 0) return 0;
  if (records.length > 0) await sink.records(records);
  if (adjustments.length > 0) await sink.adjustments(adjustments);
  await ledger.acknowledge(ids);
  return ids.length;
}
