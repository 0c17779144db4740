import { type Ledger, LedgerUnavailable, type SettleResult } from "@/lib/ledger/port";
import type { Keeper } from "./keeper";
import type { End, Kept } from "./kept-request";
import type { OwnShare } from "./own-share";
import type { Presence } from "./presence";

type Endings = Pick<Ledger, "cancel" | "settle" | "record">;

/** Takes an end whether or not the store can: what it cannot be told now it is told later, so no caller tries again. */
export function createEndings(inner: Ledger, keeper: Keeper, presence: Presence, maxUnstored: number): Endings {
  async function finish(kept: Kept, end: End, tell: () => Promise<boolean>): Promise<void> {
    kept.end = end;
    endAlone(presence.share(), kept.opening.requestId, end);
    if (!kept.isInStore) return;
    try {
      if (await presence.ask(tell)) keeper.told(kept);
      else keeper.setStored(kept, false);
    } catch (cause) {
      if (!(cause instanceof LedgerUnavailable)) throw cause;
      if (kept.isInStore && !kept.isTold) keeper.owe(kept);
    }
  }

  return {
    async cancel(requestId, closing) {
      const kept = keeper.requests.get(requestId);
      if (!kept) return await presence.ask(() => inner.cancel(requestId, closing));
      await finish(kept, { kind: "cancel", closing }, () => inner.cancel(requestId, closing));
      return true;
    },
    async settle(requestId, actuals, closing) {
      const kept = keeper.requests.get(requestId);
      if (!kept) return await presence.ask(() => inner.settle(requestId, actuals, closing));
      let result: SettleResult = { outcome: "unknown" };
      await finish(kept, { kind: "settle", actuals, closing }, async () => {
        result = await inner.settle(requestId, actuals, closing);
        return result.outcome !== "unknown";
      });
      return result;
    },
    /** Where too much waits, the rows of refusals are what goes. */
    async record(requestId, closing) {
      const record = { requestId, closing, isTold: false };
      keeper.keepRecord(record);
      try {
        await presence.ask(() => inner.record(requestId, closing));
        keeper.told(record);
      } catch (cause) {
        if (!(cause instanceof LedgerUnavailable) || keeper.records.size > maxUnstored) {
          keeper.drop(record);
          throw cause;
        }
        keeper.owe(record);
      }
    },
  };
}

/** A slot that the call had of this process's share comes back; its row is the store's to write. */
function endAlone(share: OwnShare | null, requestId: string, end: End): void {
  if (!share?.model.state.open.has(requestId)) return;
  const nowMs = share.model.state.lastMs;
  if (end.kind === "cancel") share.model.cancel(nowMs, requestId, end.closing);
  else share.model.settle(nowMs, requestId, end.actuals, end.closing);
  share.model.acknowledge(nowMs, share.model.drain(nowMs, 1_000).ids);
}
