import type { Hold, LedgerEvent } from "@/lib/ledger/model/events";
import type { Amounts, AttemptActuals, Outcome, Versions } from "@/lib/ledger/port";
import type { Period } from "@/lib/ledger/rules";
import type { AdmitItem, Definition, Item, PackedEvent, PackedId } from "./event-codec";
import { asWritten } from "./ledger-files";
import { type PackedFields, type ToldNames, unpackFields } from "./name-lists";
import { checkOf, type RuleFacts } from "./rule-table";

/** Where the holds begin in an admission's list. */
const FIRST_HOLD = 11;

/** `[rule number, subject, amount, period start, period end]`. */
type FirstHold = readonly [number, string, number, number, number];
type AdmitEvent = Extract<LedgerEvent, { kind: "admit" }>;
type ReplaceEvent = Extract<LedgerEvent, { kind: "replace" }>;

/** What a line of format 1 held: one event with its rules by number, or such a rule. */
type FirstLine =
  | { kind: "rule"; n: number; facts: RuleFacts }
  | (Omit<AdmitEvent, "common" | "own"> & { common: FirstHold[]; own: FirstHold[] })
  | (Omit<ReplaceEvent, "own"> & { own: FirstHold[] })
  | Exclude<LedgerEvent, { kind: "admit" | "replace" }>;

/** Reads the lines behind one header. A line of format 1 is one event, one of later formats a list of items; format 2 told all values. */
export function createLineDecoder(format: number): (value: unknown) => LedgerEvent[] {
  if (format === 1) {
    const rules = new Map<number, RuleFacts>();
    return (value) => {
      const event = unpackFirst(asWritten<FirstLine>(value), rules);
      return event ? [event] : [];
    };
  }
  const decode = createItemDecoder();
  return (value) => {
    const events: LedgerEvent[] = [];
    for (const item of asWritten<readonly Item[]>(value)) {
      const event = decode(item);
      if (event) events.push(event);
    }
    return events;
  };
}

/** Null for a definition, which is remembered for the items that use it. */
function createItemDecoder(): (item: Item) => LedgerEvent | null {
  const told: Told = { rules: new Map(), plans: [], lists: [], ids: [], fromMs: 0 };
  const closingOf = (outcome: string, fields: PackedFields) => ({
    outcome: asWritten<Outcome>(outcome),
    fields: unpackFields(told.lists, fields),
  });

  return (item) => {
    if (!isPacked(item)) return item;
    switch (item[0]) {
      case "admit":
        return unpackAdmit(told, item);
      case "settle": {
        const [, afterMs, requestId, outcome, fields, ...pairs] = item;
        const actuals = unpackActuals(told, pairs);
        return { kind: "settle", atMs: told.fromMs + afterMs, requestId, actuals, closing: closingOf(outcome, fields) };
      }
      case "record": {
        const [, afterMs, requestId, outcome, fields] = item;
        return { kind: "record", atMs: told.fromMs + afterMs, requestId, closing: closingOf(outcome, fields) };
      }
      case "ack": {
        const ids = Array.from({ length: item[3] }, (_, index) => String(item[2] + index));
        return { kind: "acknowledge", atMs: told.fromMs + item[1], ids };
      }
      default:
        remember(told, item);
        return null;
    }
  };
}

/** What the definitions of a file have said so far. */
type Told = {
  rules: Map<number, RuleFacts>;
  plans: { rule: number; period: Period }[];
  lists: ToldNames;
  ids: string[];
  fromMs: number;
};

function remember(told: Told, item: Definition): void {
  if (item[0] === "rule") told.rules.set(item[1], item[2]);
  else if (item[0] === "plan") told.plans[item[1]] = { rule: item[2], period: { startMs: item[3], endMs: item[4] } };
  else if (item[0] === "names") told.lists[item[1]] = { names: item[2], values: null };
  else if (item[0] === "id") told.ids[item[1]] = item[2];
  else told.fromMs = item[1];
}

function unpackAdmit(told: Told, item: Readonly<AdmitItem>): LedgerEvent {
  const [, afterMs, requestId, workspaceId, candidateId, leaseMs, waitMs, versions, reserve, fields, commonCount] =
    item;
  // In the order in which they were packed: each may build on the one before.
  const unpackedVersions = asWritten<Versions>(unpackFields(told.lists, versions));
  const unpackedReserve = reserve === null ? null : asWritten<Amounts>(unpackFields(told.lists, reserve));
  const opening = {
    requestId,
    workspaceId: idOf(told, workspaceId),
    versions: unpackedVersions,
    fields: unpackFields(told.lists, fields),
    ...(unpackedReserve === null ? {} : { reserve: unpackedReserve }),
  };
  const holds: Hold[] = [];
  for (let at = FIRST_HOLD; at < item.length; at += 3) {
    const plan = told.plans[Number(item[at])];
    if (!plan) throw new RangeError(`plan number ${item[at]} is used before it is told`);
    const { rule, period } = plan;
    holds.push({ check: checkOf(told.rules, rule, String(item[at + 1]), Number(item[at + 2]), period), period });
  }
  const common = holds.slice(0, commonCount);
  const own = holds.slice(commonCount);
  const atMs = told.fromMs + afterMs;
  return { kind: "admit", atMs, opening, leaseMs, candidateId: idOf(told, candidateId), waitMs, common, own };
}

function idOf({ ids }: Told, packed: PackedId): string {
  const id = typeof packed === "string" ? packed : ids[packed];
  if (id === undefined) throw new RangeError(`id number ${packed} is used before it is told`);
  return id;
}

function unpackActuals(told: Told, pairs: readonly (PackedId | PackedFields)[]): AttemptActuals[] {
  const actuals: AttemptActuals[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const amounts = unpackFields(told.lists, asWritten<PackedFields>(pairs[at + 1]));
    actuals.push({ candidateId: idOf(told, asWritten<PackedId>(pairs[at])), amounts: asWritten<Amounts>(amounts) });
  }
  return actuals;
}

function isPacked(item: Item): item is Definition | PackedEvent {
  return Array.isArray(item);
}

function unpackFirst(line: FirstLine, rules: Map<number, RuleFacts>): LedgerEvent | null {
  if (line.kind === "rule") {
    rules.set(line.n, line.facts);
    return null;
  }
  const unpack = ([n, subject, amount, startMs, endMs]: FirstHold): Hold => {
    const period = { startMs, endMs };
    return { check: checkOf(rules, n, subject, amount, period), period };
  };
  if (line.kind === "admit") return { ...line, common: line.common.map(unpack), own: line.own.map(unpack) };
  if (line.kind === "replace") return { ...line, own: line.own.map(unpack) };
  return line;
}
