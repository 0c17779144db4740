import type { Part, RunningPart } from "./part";

export type Roster = {
  running: ReadonlyMap<string, RunningPart>;
  /** Starts a part and watches it: `onGone` is called if it ends without having been retired. */
  launch(part: Part): Promise<void>;
  /** Ends those of the parts that run, the last first, each by force after its own time. */
  retireAll(parts: readonly Part[]): Promise<void>;
  /** Ends everything by force. */
  endAll(): Promise<void>;
};

type RosterEvents = {
  onLog(part: string, line: string): void;
  onChange?(running: ReadonlyMap<string, RunningPart>): void;
  onGone(part: Part, how: string): void;
};

/** Which parts run at this moment. */
export function createRoster(events: RosterEvents): Roster {
  const running = new Map<string, RunningPart>();
  /** Those that are being retired, too. */
  const alive = new Set<RunningPart>();
  return {
    running,
    async launch(part) {
      const started = await part.start((line) => events.onLog(part.name, line));
      running.set(part.name, started);
      alive.add(started);
      events.onChange?.(running);
      void started.exited.then((how) => {
        alive.delete(started);
        if (running.get(part.name) !== started) return;
        running.delete(part.name);
        events.onGone(part, how);
      });
    },
    async retireAll(parts) {
      for (const part of parts.toReversed()) {
        const current = running.get(part.name);
        running.delete(part.name);
        await current?.stop(part.stopTimeoutMs);
      }
    },
    async endAll() {
      await Promise.all([...alive].map((current) => current.stop(0)));
    },
  };
}
