import type { LedgerEvent } from "@/lib/ledger/model/events";
import { createNameLists, type PackedFields } from "./name-lists";
import { createPlanTable, createRuleTable, type RuleFacts } from "./rule-table";

/** Told once a file, before the first item that names it by number. */
export type Definition =
  | readonly ["rule", n: number, RuleFacts]
  /** A rule in one of its periods. */
  | readonly ["plan", n: number, rule: number, startMs: number, endMs: number]
  | readonly ["names", n: number, readonly string[]]
  /** The times of the lists below count from here. */
  | readonly ["from", atMs: number];

/** `holds` are triples of plan, subject and amount; the first `common` of them are the common ones. */
export type AdmitItem = [
  "admit",
  afterMs: number,
  requestId: string,
  workspaceId: string,
  candidateId: string,
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
      ...actuals: (string | PackedFields)[],
    ]
  | readonly ["record", afterMs: number, requestId: string, outcome: string, fields: PackedFields]
  /** A run of `count` ids; they are numbers that follow one another nearly always. */
  | readonly ["ack", afterMs: number, first: number, count: number];

/** One item of a journal's line: all else that happens is written as it is. */
export type Item = Definition | PackedEvent | Exclude<LedgerEvent, { kind: "admit" | "settle" | "record" }>;

/** Later than this after the last `from` a new one is written: small numbers are cheaper to write. */
const FROM_REACH_MS = 2 ** 30;

/** Packs events for one file; `write` takes the items of an event in order. */
export function createEventEncoder(write: (item: Item) => void): (event: LedgerEvent) => void {
  const tools = createTools(write);
  const { after, pack } = tools;
  return (event) => {
    switch (event.kind) {
      case "admit":
        return write(packAdmit(tools, event));
      case "settle": {
        const { atMs, requestId, actuals, closing } = event;
        const packed: (string | PackedFields)[] = [];
        for (const { candidateId, amounts } of actuals) packed.push(candidateId, pack(amounts));
        return write(["settle", after(atMs), requestId, closing.outcome, pack(closing.fields), ...packed]);
      }
      case "record": {
        const { outcome, fields } = event.closing;
        return write(["record", after(event.atMs), event.requestId, outcome, pack(fields)]);
      }
      case "acknowledge": {
        const first = runOf(event.ids);
        return write(first === null ? event : ["ack", after(event.atMs), first, event.ids.length]);
      }
      case "replace":
        return write({ ...event, own: event.own.map(({ check, period }) => ({ check, period })) });
      default:
        return write(event);
    }
  };
}

type Tools = ReturnType<typeof createTools>;

function createTools(write: (item: Item) => void) {
  const rules = createRuleTable((n, facts) => write(["rule", n, facts]));
  let fromMs: number | null = null;
  return {
    planOf: createPlanTable(rules, (n, rule, { startMs, endMs }) => write(["plan", n, rule, startMs, endMs])),
    pack: createNameLists((n, names) => write(["names", n, names])),
    after(atMs: number): number {
      if (fromMs === null || atMs < fromMs || atMs - fromMs > FROM_REACH_MS) {
        fromMs = atMs;
        write(["from", atMs]);
      }
      return atMs - fromMs;
    },
  };
}

function packAdmit({ planOf, pack, after }: Tools, event: Extract<LedgerEvent, { kind: "admit" }>): PackedEvent {
  const { opening, candidateId, leaseMs, waitMs, common, own } = event;
  const { requestId, workspaceId, versions, reserve, fields } = opening;
  const packed: AdmitItem = [
    "admit",
    after(event.atMs),
    requestId,
    workspaceId,
    candidateId,
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

/** The first of ids that are whole numbers one after another, else null. */
function runOf(ids: readonly string[]): number | null {
  const first = Number(ids[0]);
  if (!Number.isSafeInteger(first)) return null;
  return ids.every((id, index) => id === String(first + index)) ? first : null;
}
