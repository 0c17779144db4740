export type ToldQueue<Entry> = {
  push(entry: Entry): void;
  /** Called before the store is asked where its stream stands; what it returns is called if there was no answer. */
  beforePulse(): () => void;
  /** The oldest record that Postgres lacks was written at `oldestMs`, the newest one that the store has at `newestMs`. */
  drainedUpTo(oldestMs: number, newestMs: number): void;
  clear(): void;
};

/**
 * Ends that the store was told, until Postgres has them. A record's place in the stream is not told at settlement, so a
 * batch of ends is stamped with the stream's newest time that was read after them, and goes once the stream begins later.
 * Beyond `max` the oldest go: then only the loss of the store during a long outage of Postgres can lose them.
 */
export function createToldQueue<Entry>(max: number, forget: (entry: Entry) => void): ToldQueue<Entry> {
  let fresh: Entry[] = [];
  let asked: Entry[] = [];
  let stamped: { stampMs: number; entries: Entry[] }[] = [];
  let count = 0;

  function forgetAll(entries: readonly Entry[]): void {
    count -= entries.length;
    for (const entry of entries) forget(entry);
  }

  return {
    push(entry) {
      fresh.push(entry);
      count += 1;
      if (count <= max) return;
      forgetAll((stamped[0]?.entries ?? (asked.length > 0 ? asked : fresh)).splice(0, Math.ceil(max / 10)));
      if (stamped[0]?.entries.length === 0) stamped.shift();
    },
    beforePulse() {
      for (const entry of fresh) asked.push(entry);
      fresh = [];
      return () => {
        fresh = [...asked, ...fresh];
        asked = [];
      };
    },
    drainedUpTo(oldestMs, newestMs) {
      if (asked.length > 0) stamped.push({ stampMs: newestMs, entries: asked });
      asked = [];
      while (stamped[0] && stamped[0].stampMs < oldestMs) forgetAll(stamped.shift()?.entries ?? []);
    },
    clear() {
      [fresh, asked, stamped, count] = [[], [], [], 0];
    },
  };
}
