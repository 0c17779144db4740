import type { AdjustmentRecord, DrainedBatch, LedgerRecord } from "@/lib/ledger/port";
import type { ScriptContext } from "./context";
import { DRAIN_GROUP } from "./keys";
import { decodeOutgoing } from "./outgoing";

/** Of an entry that was deleted while it was handed out, the fields are missing. */
type Entry = readonly [id: string, fields: readonly unknown[] | null];

const ACKNOWLEDGED_AT_ONCE = 500;

/** Calls have their turn in between: neither side is held up by the reading of a long answer. */
const READ_AT_ONCE = 100;

/** Then calls have their turn: a thousand records take longer to read than a call may wait. */
const DECODED_AT_ONCE = 32;

/**
 * First what this consumer was handed and has not acknowledged, then what silent ones left, then what is new. By plain
 * commands, since a script would copy each record twice on its way; one call after the other, so that each is told again
 * what those before it were handed.
 */
export function createDrain(context: ScriptContext): (max: number) => Promise<DrainedBatch> {
  let before: Promise<unknown> = Promise.resolve();
  return (max) => {
    const batch = before.then(() => drain(context, max));
    before = batch.catch(() => undefined);
    return batch;
  };
}

async function drain(context: ScriptContext, max: number): Promise<DrainedBatch> {
  const entries = new Map<string, readonly unknown[]>();
  const gone: string[] = [];
  const add = ([id, fields]: Entry) => {
    if (fields === null) gone.push(id);
    else if (entries.size < max) entries.set(id, fields);
  };
  for (const take of [own, left, fresh]) {
    if (entries.size < max) for (const entry of await take(context, max - entries.size)) add(entry);
  }
  if (gone.length > 0) await context.command("XACK", context.keys.stream, DRAIN_GROUP, ...gone);
  return await batchOf(context, entries);
}

async function batchOf(
  { defer }: ScriptContext,
  entries: ReadonlyMap<string, readonly unknown[]>,
): Promise<DrainedBatch> {
  const records: LedgerRecord[] = [];
  const adjustments: AdjustmentRecord[] = [];
  let decoded = 0;
  for (const fields of entries.values()) {
    decoded += 1;
    if (decoded % DECODED_AT_ONCE === 0) await new Promise<void>(defer);
    const outgoing = decodeOutgoing(fields);
    if ("record" in outgoing) records.push(outgoing.record);
    else adjustments.push(outgoing.adjustment);
  }
  return { records, adjustments, ids: [...entries.keys()] };
}

export async function acknowledge({ command, keys }: ScriptContext, ids: readonly string[]): Promise<void> {
  const known = ids.filter((id) => /^\d+-\d+$/.test(id));
  for (let from = 0; from < known.length; from += ACKNOWLEDGED_AT_ONCE) {
    const some = known.slice(from, from + ACKNOWLEDGED_AT_ONCE);
    await command("XACK", keys.stream, DRAIN_GROUP, ...some);
    await command("XDEL", keys.stream, ...some);
  }
}

const own = (context: ScriptContext, max: number) => readGroup(context, max, "0");

async function fresh(context: ScriptContext, max: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = Math.min(READ_AT_ONCE, max - entries.length);
    const read = await readGroup(context, page, ">");
    entries.push(...read);
    if (read.length < page || entries.length === max) return entries;
  }
}

async function readGroup(context: ScriptContext, max: number, from: "0" | ">"): Promise<Entry[]> {
  const { command, consumer, keys } = context;
  const args = ["GROUP", DRAIN_GROUP, consumer, "COUNT", String(max), "STREAMS", keys.stream, from];
  const streams = listOf(await ofGroup(context, () => command("XREADGROUP", ...args)));
  // RESP2 answers a list of names and entries, RESP3 a map, which arrives as one flat list.
  const [, entries] = Array.isArray(streams[0]) ? streams[0] : streams;
  return listOf(entries).map(entryOf);
}

async function left(context: ScriptContext, max: number): Promise<Entry[]> {
  const { command, consumer, claimAfterMs, keys } = context;
  const args = [keys.stream, DRAIN_GROUP, consumer, String(claimAfterMs), "0-0", "COUNT", String(max)];
  const claimed = listOf(await ofGroup(context, () => command("XAUTOCLAIM", ...args)));
  return listOf(claimed[1]).filter(Array.isArray).map(entryOf);
}

/** The first who asks makes the group; so does the first after the store was emptied. */
async function ofGroup({ command, keys }: ScriptContext, ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (cause) {
    if (!says(cause, "NOGROUP")) throw cause;
  }
  await command("XGROUP", "CREATE", keys.stream, DRAIN_GROUP, "0", "MKSTREAM").catch((cause: unknown) => {
    // Another was quicker.
    if (!says(cause, "BUSYGROUP")) throw cause;
  });
  return await ask();
}

function says(cause: unknown, word: string): boolean {
  return cause instanceof Error && cause.message.includes(word);
}

function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

function entryOf(entry: unknown): Entry {
  const [id, fields] = listOf(entry);
  return [String(id), Array.isArray(fields) ? fields : null];
}
