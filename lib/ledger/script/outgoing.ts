import { interruptedFields } from "@/lib/ledger/model/interrupted";
import {
  type Adjustment,
  type AdjustmentRecord,
  type Amounts,
  type LedgerRecord,
  LedgerUnavailable,
  type Outcome,
  type RecordFields,
} from "@/lib/ledger/port";
import { crossingsOf, parsed } from "./decode";
import { metricOf } from "./encode";
import { listsOf, type StoredLists, wordsAt } from "./lists";

/** What was known at the opening, as the store keeps it without reading it: the record's fields and the reserve. */
type OpeningText = { f: RecordFields; r?: Amounts };

export function encodeOpening(fields: RecordFields, reserve: Amounts | undefined): string {
  const opening: OpeningText = reserve === undefined ? { f: fields } : { f: fields, r: reserve };
  return JSON.stringify(opening);
}

export function fieldsOfOpening(text: unknown): RecordFields {
  return text === "" ? {} : parsed<OpeningText>(text).f;
}

export function encodeAdjustment({ id, workspaceId, requestId, targets, reason }: Adjustment): string {
  return JSON.stringify({ id, workspaceId, requestId, targets, reason });
}

export type Outgoing = { record: LedgerRecord } | { adjustment: AdjustmentRecord };

/** One entry of the stream: a record, a late settlement (`k` is `l`) or an adjustment (`a`). */
export function decodeOutgoing(flat: unknown): Outgoing {
  const entry = entryOf(flat);
  switch (entry("k")) {
    case "l":
      return { adjustment: lateSettlementOf(entry) };
    case "a":
      return { adjustment: adjustmentOf(entry) };
    default:
      return { record: recordOf(entry) };
  }
}

type Entry = (name: string) => string;

function recordOf(entry: Entry): LedgerRecord {
  const opening = entry("a") === "" ? { f: {} } : parsed<OpeningText>(entry("a"));
  const [requestId = "", createdAt = "", told = ""] = entry("r").split(" ");
  const outcome = told as Outcome;
  return {
    ...opening.f,
    ...(outcome === "interrupted" ? interrupted(entry("b"), opening) : parsed<RecordFields>(entry("b"))),
    ...crossedOf(entry),
    request_id: requestId,
    created_at: isoTime(createdAt),
    outcome,
  };
}

/** A row that the store wrote for a process that died unheard has numbers, where others have fields. */
function interrupted(text: string, { r = {} }: OpeningText): RecordFields {
  const told = parsed<RecordFields & { metered?: readonly number[]; cost?: number | null }>(text);
  if (!told.metered) return told;
  return interruptedFields(amountsOf(told.metered), r, told.cost ?? undefined);
}

function amountsOf([requests = -1, input = -1, output = -1, total = -1, , cost = -1]: readonly number[]): Amounts {
  return {
    ...(requests < 0 ? {} : { requests }),
    ...(input < 0 ? {} : { input_tokens: input }),
    ...(output < 0 ? {} : { output_tokens: output }),
    ...(total < 0 ? {} : { total_tokens: total }),
    ...(cost < 0 ? {} : { cost_nano_usd: cost }),
  };
}

function lateSettlementOf(entry: Entry): AdjustmentRecord {
  const lists = listsOf(parsed<StoredLists>(entry("l")));
  return {
    id: `${entry("i")}/late/${entry("n")}`,
    workspace_id: entry("w"),
    request_id: entry("i"),
    created_at: isoTime(entry("t")),
    reason: "late_settle",
    targets: parsed<readonly (readonly [number, number, number])[]>(entry("g")).map(([list, pos, delta]) => {
      const { ruleId, subject, metric } = wordsAt(lists, list, pos);
      return { rule_id: ruleId, subject, metric, delta };
    }),
    fields: { ...parsed<RecordFields>(entry("b")), ...crossedOf(entry) },
  };
}

function adjustmentOf(entry: Entry): AdjustmentRecord {
  const adjustment = parsed<Adjustment>(entry("b"));
  const metrics = parsed<readonly number[]>(entry("g"));
  return {
    id: adjustment.id,
    workspace_id: adjustment.workspaceId,
    request_id: adjustment.requestId,
    created_at: isoTime(entry("t")),
    reason: adjustment.reason,
    targets: adjustment.targets.map(({ ruleId, subject, delta }, index) => ({
      rule_id: ruleId,
      subject,
      metric: metricOf(metrics[index] ?? 0),
      delta,
    })),
    fields: {},
  };
}

function crossedOf(entry: Entry): RecordFields {
  const crossings = entry("x");
  if (crossings === "") return {};
  return { crossed_thresholds: crossingsOf(parsed(crossings), listsOf(parsed<StoredLists>(entry("l")))) };
}

function isoTime(ms: string): string {
  return new Date(Number(ms)).toISOString();
}

/** Names and values by turns, as the store lists them; a name that is not there has the value "". */
function entryOf(flat: unknown): Entry {
  if (!Array.isArray(flat)) throw new LedgerUnavailable("The store handed out an entry that is no list.");
  return (name) => {
    for (let at = 0; at + 1 < flat.length; at += 2) if (flat[at] === name) return String(flat[at + 1]);
    return "";
  };
}
