import type { LedgerEvent } from "@/lib/ledger/model/events";
import { createNameLists, type PackedFields } from "./name-lists";
import { createPlanTable, createRuleTable, type RuleFacts } from "./rule-table";

/** Told once a file, before the first item that names it by number. */
export type Definition =
  | readonly ["rule", n: number, RuleFacts]
  /** A rule in one of its periods. */
  | readonly ["plan", n: number, rule: number, startMs: number, endMs: number]
  | readonly ["names", n: number, readonly string[]]
  /** A workspace or candidate. */
  | readonly ["id", n: number, string]
  /** The times of the lists below count from here. */
  | readonly ["from", atMs: number];

/** A workspace or candidate by its number, or itself where there are too many. */
export type PackedId = number | string;

/** `holds` are triples of plan, subject and amount; the first `common` of them are the common ones. */
export type AdmitItem = [
  "admit",
  afterMs: number,
  requestId: string,
  workspaceId: PackedId,
  candidateId: PackedId,
  leaseMs: number,
  waitMs: number,
  versions: PackedFields,
  reserve: PackedFields | null,
  fields: PackedFields,
  common: number,
  ...holds: (number | string)[],
];

/** The events of every call, as lists. */
export type PackedEvent =
  | Readonly<AdmitItem>
  /** `actuals` are pairs of candidate and amounts. */
  | readonly [
      "settle",
      afterMs: number,
      requestId: string,
      outcome: string,
      fields: PackedFields,
      ...actuals: (PackedId | PackedFields)[],
    ]
  | readonly ["record", afterMs: number, requestId: string, outcome: string, fields: PackedFields]
  /** A run of `count` ids; they are numbers that follow one another nearly always. */
  | readonly ["ack", afterMs: number, first: number, count: number];

/** One item of a journal's line: all else that happens is written as it is. */
export type Item = Definition | PackedEvent | Exclude<LedgerEvent, { kind: "admit" | "settle" | "record" }>;

/** Later than this after the last `from` a new one is written: small numbers are cheaper to write. */
const FROM_REACH_MS = 2 ** 30;

/** A caller who invents models invents candidates: beyond this they are written out. */
const MAX_IDS = 10_000;

/** Packs events for one file; `write` takes the items of an event in order. */
export function createEventEncoder(write: (item: Item) => void): (event: LedgerEvent) => void {
  const tools = createTools(write);
  return (event) => {
    try {
      write(itemOf(tools, event));
    } catch (cause) {
      tools.forget();
      throw cause;
    }
  };
}

function itemOf(tools: Tools, event: LedgerEvent): Item {
  const { after, pack, idOf } = tools;
  switch (event.kind) {
    case "admit":
      return packAdmit(tools, event);
    case "settle": {
      const { atMs, requestId, actuals, closing } = event;
      const packed: (PackedId | PackedFields)[] = [];
      for (const { candidateId, amounts } of actuals) packed.push(idOf(candidateId), pack(amounts));
      return ["settle", after(atMs), requestId, closing.outcome, pack(closing.fields), ...packed];
    }
    case "record": {
      const { outcome, fields } = event.closing;
      return ["record", after(event.atMs), event.requestId, outcome, pack(fields)];
    }
    case "acknowledge": {
      const first = runOf(event.ids);
      return first === null ? event : ["ack", after(event.atMs), first, event.ids.length];
    }
    case "replace":
      return { ...event, own: event.own.map(({ check, period }) => ({ check, period })) };
    default:
      return event;
  }
}

type Tools = ReturnType<typeof createTools>;

function createTools(write: (item: Item) => void) {
  const rules = createRuleTable((n, facts) => write(["rule", n, facts]));
  const { pack, forget } = createNameLists((n, names) => write(["names", n, names]));
  let fromMs: number | null = null;
  return {
    pack,
    /** An item was not written: the next ones must not build on it. */
    forget,
    idOf: createIdTable((n, id) => write(["id", n, id])),
    planOf: createPlanTable(rules, (n, rule, { startMs, endMs }) => write(["plan", n, rule, startMs, endMs])),
    after(atMs: number): number {
      if (fromMs === null || atMs < fromMs || atMs - fromMs > FROM_REACH_MS) {
        fromMs = atMs;
        write(["from", atMs]);
      }
      return atMs - fromMs;
    },
  };
}

function packAdmit({ planOf, pack, after, idOf }: Tools, event: Extract<LedgerEvent, { kind: "admit" }>): PackedEvent {
  const { opening, candidateId, leaseMs, waitMs, common, own } = event;
  const { requestId, workspaceId, versions, reserve, fields } = opening;
  const packed: AdmitItem = [
    "admit",
    after(event.atMs),
    requestId,
    idOf(workspaceId),
    idOf(candidateId),
    leaseMs,
    waitMs,
    pack(versions),
    reserve ? pack(reserve) : null,
    pack(fields),
    common.length,
  ];
  for (const { check, period } of common) packed.push(planOf(check, period), check.subject, check.amount);
  for (const { check, period } of own) packed.push(planOf(check, period), check.subject, check.amount);
  return packed;
}

/** Numbers ids within one file. */
function createIdTable(onNew: (n: number, id: string) => void): (id: string) => PackedId {
  const numbers = new Map<string, number>();
  return (id) => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    if (numbers.size >= MAX_IDS) return id;
    const n = numbers.size;
    numbers.set(id, n);
    onNew(n, id);
    return n;
  };
}

/** The first of ids that are whole numbers one after another, else null. */
function runOf(ids: readonly string[]): number | null {
  const first = Number(ids[0]);
  if (!Number.isSafeInteger(first)) return null;
  return ids.every((id, index) => id === String(first + index)) ? first : null;
}
