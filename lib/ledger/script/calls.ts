import { LedgerUnavailable } from "@/lib/ledger/port";
import type { ScriptStore } from "./context";
import type { LedgerKeys } from "./keys";
import { type SharedMember, scriptOfCalls } from "./scripts";

/** The script is given `own`, then `common`: texts that other calls are likely to have too, which are sent once. */
export type SharedCall = (
  member: SharedMember,
  requestId: string,
  own: readonly string[],
  common?: readonly string[],
) => Promise<unknown>;

type Call = {
  member: SharedMember;
  requestId: string;
  own: readonly string[];
  common: readonly string[];
  resolve(answer: unknown): void;
  reject(cause: unknown): void;
};

/** So that no run keeps the store from others for much longer than a millisecond. */
const MOST_CALLS = 16;
const MOST_CHARACTERS = 64_000;

/**
 * Calls of one turn of the event loop are one run of a script: the counters that they share, which are read, decoded,
 * encoded and written once, cost more than all that is each call's own. Each is decided by itself, in the order of the
 * calls, and one that fails leaves the others alone.
 */
export function createCalls(store: ScriptStore, keys: LedgerKeys, now: () => string): SharedCall {
  let waiting: Call[] = [];
  const texts = new Map<string, string>();

  const textOf = (calls: readonly Call[]) => {
    const members = [...new Set(calls.map(({ member }) => member))].sort();
    const name = members.join(" ");
    const text = texts.get(name) ?? scriptOfCalls(members);
    texts.set(name, text);
    return text;
  };

  const send = async (calls: readonly Call[]) => {
    const items = calls.map(({ requestId }) => keys.request(requestId));
    try {
      const answers = await store.run(textOf(calls), [...keys.fixed, ...items], encode(now(), calls));
      for (const [index, call] of calls.entries()) finish(call, Array.isArray(answers) ? answers[index] : undefined);
    } catch (cause) {
      for (const call of calls) call.reject(cause);
    }
  };

  const flush = () => {
    const calls = waiting;
    waiting = [];
    for (const part of partsOf(calls)) void send(part);
  };

  return (member, requestId, own, common = []) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) store.defer(flush);
      waiting.push({ member, requestId, own, common, resolve, reject });
      // The store does one run while the next is made.
      if (waiting.length === MOST_CALLS) flush();
    });
}

/** The clock, for each call its member and the places of its texts, then the texts, those that calls share once. */
function encode(clock: string, calls: readonly Call[]): string[] {
  const args = [clock, ""];
  const places = new Map<string, number>();
  const heads = calls.map(({ member, own, common }) => {
    const head: (string | number)[] = [member];
    for (const text of own) head.push(args.push(text));
    for (const text of common) {
      const place = places.get(text) ?? args.push(text);
      places.set(text, place);
      head.push(place);
    }
    return head;
  });
  args[1] = JSON.stringify(heads);
  return args;
}

/** In as few runs as their texts allow. */
function partsOf(calls: readonly Call[]): Call[][] {
  const parts: Call[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const call of calls) {
    const own = [...call.own, ...call.common].reduce((sum, text) => sum + text.length, 0);
    const last = parts.at(-1);
    if (last && characters + own <= MOST_CHARACTERS) last.push(call);
    else {
      parts.push([call]);
      characters = 0;
    }
    characters += own;
  }
  return parts;
}

const FAILED = '["failed",';

function finish({ resolve, reject }: Call, answer: unknown): void {
  if (typeof answer === "string" && answer.startsWith(FAILED)) {
    const [, why] = JSON.parse(answer) as [string, string];
    reject(new LedgerUnavailable(`The store could not do the call: ${why}`));
  } else resolve(answer);
}
