import type { Clock } from "@/lib/kernel/clock";
import { LedgerUnavailable, type Versions } from "@/lib/ledger/port";
import type { Keeper } from "./keeper";
import { createOwnShare, type OwnShare } from "./own-share";

/** `away`: it does not answer. `lost`: it answers that it was emptied. */
export type Standing = "here" | "away" | "lost";

/** Whether the store is there, and what this process may say while it is not. */
export type Presence = {
  standing(): Standing;
  set(standing: Standing): void;
  /** Runs a call of the store unless it is away; a failure says that it is. */
  ask<T>(call: () => Promise<T>): Promise<T>;
  /** This process's share of the limits; null unless it has decided by itself since the store went away. */
  share(): OwnShare | null;
  beginShare(): OwnShare;
  learn(versions: Versions): void;
};

type Parts = {
  keeper: Keeper;
  clock: Clock;
  processes: () => number;
  onChange: (standing: Standing) => void;
  startsAs: Standing;
};

export function createPresence({ keeper, clock, processes, onChange, startsAs }: Parts): Presence {
  const versions = new Map<string, number>();
  let standing: Standing = startsAs;
  let share: OwnShare | null = null;

  function set(next: Standing): void {
    if (next === "lost" && standing !== "lost") keeper.doubtAll();
    if (next === "here") share = null;
    if (next === standing) return;
    standing = next;
    onChange(next);
  }

  return {
    standing: () => standing,
    set,
    async ask(call) {
      if (standing === "away") throw new LedgerUnavailable("The ledger is unavailable: its store does not answer.");
      try {
        return await call();
      } catch (cause) {
        if (cause instanceof LedgerUnavailable && standing === "here") set("away");
        throw cause;
      }
    },
    share: () => share,
    beginShare() {
      if (share === null) {
        const running = [...keeper.requests.values()].filter(({ end }) => end === null);
        share = createOwnShare(Math.max(1, processes()), running, Object.fromEntries(versions), clock.nowMs());
      }
      return share;
    },
    learn(raised) {
      for (const [name, n] of Object.entries(raised)) versions.set(name, Math.max(n, versions.get(name) ?? 0));
      share?.model.bump(clock.nowMs(), raised);
    },
  };
}
