import type { Clock, Timers } from "@/lib/gateway/ports";

type Waiting = { atMs: number; run: () => void };

/** A clock that moves when told to, and timers that fire on it. */
export class FakeTime implements Clock, Timers {
  #nowMs: number;
  readonly #waiting = new Set<Waiting>();

  constructor(startIso = "2026-11-20T12:00:00.000Z") {
    this.#nowMs = Date.parse(startIso);
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, run };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** Runs what falls due in order, and lets what it started go on between. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await breathe();
    for (;;) {
      const due = [...this.#waiting].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#waiting.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.run();
      await breathe();
    }
    this.#nowMs = endMs;
  }
}

async function breathe(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
