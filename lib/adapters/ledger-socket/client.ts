import { InvalidCheck } from "@/lib/ledger/model/check";
import { type Ledger, LedgerUnavailable } from "@/lib/ledger/port";
import { type Connection, openConnection } from "./connection";
import { type AnswerFrame, type LedgerMethod, requireSocketPath } from "./frames";

export type SocketLedgerOptions = {
  path: string;
  /** A call without an answer for so long rejects; it may or may not have happened. @default 2000 */
  timeoutMs?: number;
};

export type SocketLedger = Ledger & { close(): Promise<void> };

type Waiting = { resolve(value: unknown): void; reject(error: Error): void; timer: NodeJS.Timeout };

const FIRST_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 1_000;

/** The ledger of another process on this machine. Every failure of the way there is `LedgerUnavailable`. */
export function createSocketLedger({ path, timeoutMs = 2_000 }: SocketLedgerOptions): SocketLedger {
  requireSocketPath(path);
  const { call, close } = createCaller(path, timeoutMs);
  return {
    admit: (...args) => call<"admit">("admit", args),
    restore: (...args) => call<"restore">("restore", args),
    start: (...args) => call<"start">("start", args),
    cancel: (...args) => call<"cancel">("cancel", args),
    extend: (...args) => call<"extend">("extend", args),
    replace: (...args) => call<"replace">("replace", args),
    renew: (...args) => call<"renew">("renew", args),
    settle: (...args) => call<"settle">("settle", args),
    record: (...args) => call<"record">("record", args),
    adjust: (...args) => call<"adjust">("adjust", args),
    fresh: (...args) => call<"fresh">("fresh", args),
    bump: (...args) => call<"bump">("bump", args),
    balances: (...args) => call<"balances">("balances", args),
    openHolds: (...args) => call<"openHolds">("openHolds", args),
    reap: (...args) => call<"reap">("reap", args),
    drain: (...args) => call<"drain">("drain", args),
    acknowledge: (...args) => call<"acknowledge">("acknowledge", args),
    close,
  };
}

function createCaller(path: string, timeoutMs: number) {
  const waiting = new Map<number, Waiting>();
  let connection: Connection | null = null;
  let nextId = 1;
  let backoffMs = 0;
  let retryAtMs = 0;
  let lastCause = new Error("It was never reached.");
  let isClosed = false;

  function finish(id: number): Waiting | undefined {
    const one = waiting.get(id);
    if (one) clearTimeout(one.timer);
    waiting.delete(id);
    return one;
  }

  function onLost(cause: Error): void {
    connection = null;
    lastCause = cause;
    backoffMs = Math.min(MAX_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, backoffMs * 2));
    retryAtMs = performance.now() + backoffMs;
    for (const id of [...waiting.keys()]) finish(id)?.reject(unavailable("the connection was lost", cause));
  }

  function onAnswer(answer: AnswerFrame): void {
    backoffMs = 0;
    const one = finish(answer.id);
    if (!one) return;
    if ("error" in answer) one.reject(restored(answer.error));
    else one.resolve(answer.value);
  }

  function connected(): Connection {
    if (isClosed) throw unavailable("this client is closed");
    if (connection) return connection;
    if (performance.now() < retryAtMs) throw unavailable("it cannot be reached", lastCause);
    connection = openConnection(path, { onAnswer, onLost });
    return connection;
  }

  async function call<K extends LedgerMethod>(method: K, args: readonly unknown[]): Promise<Answer<K>> {
    const id = nextId++;
    const peer = connected();
    const value = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        finish(id);
        reject(unavailable(`no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      waiting.set(id, { resolve, reject, timer });
      try {
        peer.send({ id, method, args });
      } catch (error) {
        finish(id);
        reject(error);
      }
    });
    return asAnswer<K>(value);
  }

  async function close(): Promise<void> {
    isClosed = true;
    connection?.destroy();
  }

  return { call, close };
}

type Answer<K extends LedgerMethod> = Awaited<ReturnType<Ledger[K]>>;

/** The server calls the same port and sends what it answered. */
function asAnswer<K extends LedgerMethod>(value: unknown): Answer<K> {
  return value as Answer<K>;
}

function restored({ name, message }: { name: string; message: string }): Error {
  if (name === "LedgerUnavailable") return new LedgerUnavailable(message);
  if (name === "InvalidCheck") return new InvalidCheck(message);
  if (name === "TypeError") return new TypeError(message);
  return new LedgerUnavailable(`The ledger failed: ${message}`);
}

function unavailable(reason: string, cause?: Error): LedgerUnavailable {
  return new LedgerUnavailable(`The ledger is unavailable: ${reason}.`, cause ? { cause } : undefined);
}
