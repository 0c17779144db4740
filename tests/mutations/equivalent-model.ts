import type { Equivalent } from "./equivalent";

const MODEL = "lib/ledger/model/";
const KEPT = "how many are remembered, not what";
const ROUNDS = "rounds are compared with each other, never counted";
const TAKEN = "only rows that were taken are read";
const NAMED = "the uses of each value that is named are counted";
const DEBT = "only buckets owe, and they are read elsewhere";

/** The share of the ledger's model. */
export const EQUIVALENT_IN_MODEL: readonly Equivalent[] = [
  { file: `${MODEL}apply.ts`, code: "const ADJUSTMENTS_KEPT = 100_000;", changes: ["100_000 to 100001"], reason: KEPT },
  { file: `${MODEL}apply.ts`, code: "const RECORDED_KEPT = 20_000;", changes: ["20_000 to 20001"], reason: KEPT },
  { file: `${MODEL}closing.ts`, code: "const SETTLED_KEPT = 20_000;", changes: ["20_000 to 20001"], reason: KEPT },
  { file: `${MODEL}closing.ts`, code: "const REAPED_KEPT = 100_000;", changes: ["100_000 to 100001"], reason: KEPT },
  {
    file: `${MODEL}apply.ts`,
    code: 'const charges = request.entries.map((e) => (e.check.metric === "concurrency" ? 0 : lastKnown(request, e)));',
    changes: ["0 to 1"],
    reason: "slots are never charged, whatever the amount",
  },
  {
    file: `${MODEL}apply.ts`,
    code: "for (const hold of event.common) entries.push(held(state, hold, null, 0, isWaiting, atMs));",
    changes: ["0 to 1"],
    reason: ROUNDS,
  },
  { file: `${MODEL}apply.ts`, code: "round: 0,", changes: ["0 to 1"], reason: ROUNDS },
  { file: `${MODEL}apply.ts`, code: "request.round += 1;", changes: ["+= to -=", "1 to 2"], reason: ROUNDS },
  {
    file: `${MODEL}closing.ts`,
    code: "for (let index = 0; index < entries.length; index += 1) {",
    changes: ["< to <="],
    reason: "there is no entry beyond the last",
  },
  {
    file: `${MODEL}closing.ts`,
    code: "const delta = (charges[index] ?? 0) - entry.charged;",
    changes: ["0 to 1"],
    reason: "there are as many charges as entries",
  },
  {
    file: `${MODEL}closing.ts`,
    code: "let latest = { ms: 0, text: new Date(0).toISOString() };",
    changes: ["0 to 1"],
    reason: "no call is of the first millisecond of 1970",
  },
  {
    file: `${MODEL}closing.ts`,
    code: "state.nextOutgoing += 1;",
    changes: ["+= to -=", "1 to 2"],
    reason: "names must differ, nothing else",
  },
  {
    file: `${MODEL}cells.ts`,
    code: "const [START, END, USED, HELD, CROSSED] = [1, 2, 3, 4, 5];",
    changes: ["5 to 6"],
    reason: "any place of a row that nothing else has",
  },
  {
    file: `${MODEL}rows.ts`,
    code: "const CHUNK_BITS = 16;",
    changes: ["16 to 17"],
    reason: "how many rows to a chunk",
  },
  {
    file: `${MODEL}rows.ts`,
    code: "const NUMBERS_A_ROW = 8;",
    changes: ["8 to 9"],
    reason: "a row may have room to spare",
  },
  {
    file: `${MODEL}rows.ts`,
    code: "return numbers[row >> CHUNK_BITS]?.[(row & IN_CHUNK) * NUMBERS_A_ROW + place] ?? 0;",
    changes: ["0 to 1"],
    reason: TAKEN,
  },
  {
    file: `${MODEL}rows.ts`,
    code: "return integers[row >> CHUNK_BITS]?.[(row & IN_CHUNK) * NUMBERS_A_ROW * 2 + place] ?? 0;",
    changes: ["0 to 1"],
    reason: TAKEN,
  },
  {
    file: `${MODEL}rows.ts`,
    code: "const A_NAME = 2;",
    changes: ["2 to 3"],
    reason: "any number beside which the mark can be told",
  },
  {
    file: `${MODEL}rows.ts`,
    code: "return names[row >> CHUNK_BITS]?.[row & IN_CHUNK] ?? 0;",
    changes: ["0 to 1"],
    reason: TAKEN,
  },
  {
    file: `${MODEL}counter-rows.ts`,
    code: "const [NO_COUNTER, LIVE_COUNTER] = [0, 1];",
    changes: ["1 to 2"],
    reason: "any mark that other rows do not bear",
  },
  {
    file: `${MODEL}settled.ts`,
    code: "const [IS_PAST, IS_ALLOWED, FLAG_BITS] = [1, 2, 2];",
    changes: ["2 to 3"],
    reason: "a bit to spare beside the flags; the flag of the line is killed",
  },
  {
    file: `${MODEL}settled.ts`,
    code: "if (admission !== null && admission.passedOver.length > 0) table.passedOver.set(row, admission.passedOver);",
    changes: ["> to >="],
    reason: "an empty list is what is read where none is",
  },
  {
    file: `${MODEL}settled.ts`,
    code: "for (let index = entries.length - 1; index >= 0; index -= 1) {",
    changes: ["- to +"],
    reason: "there is no entry beyond the last",
  },
  {
    file: `${MODEL}settled.ts`,
    code: "const NOT_TOLD: Standing = { used: 0, held: 0, resetsAtMs: null, allowed: false };",
    changes: ["0 to 1", "false to true"],
    reason: "of what was not told nobody asks",
  },
  {
    file: `${MODEL}shared-values.ts`,
    code: "uses[known] = (uses[known] ?? 0) + 1;",
    changes: ["0 to 1"],
    reason: NAMED,
  },
  { file: `${MODEL}shared-values.ts`, code: "const left = (uses[n] ?? 0) - 1;", changes: ["0 to 1"], reason: NAMED },
  {
    file: `${MODEL}counters.ts`,
    code: "if (isBucket(check) && check.bucket) setRefill(counters.rows, counter, check.bucket.refillPerSecond);",
    changes: ["&& to ||"],
    reason: "what is no bucket never reads it",
  },
  {
    file: `${MODEL}counters.ts`,
    code: "entry.held = 0;",
    changes: ["0 to 1"],
    reason: "what a closed entry held is read by nobody",
  },
  {
    file: `${MODEL}hold-changes.ts`,
    code: "const capacity = isBucket(check) && check.bucket ? Math.floor(check.bucket.capacity) : check.limit;",
    changes: ["&& to ||"],
    reason: "a check has a bucket exactly where it is one",
  },
  {
    file: `${MODEL}model.ts`,
    code: "const raised = Object.entries(versions).filter(([name, n]) => n > (state.versions.get(name) ?? 0));",
    changes: ["> to >="],
    reason: "the same version told again changes nothing",
  },
  {
    file: `${MODEL}model.ts`,
    code: 'if (raised.length > 0) enact({ kind: "bump", atMs: nowMs, versions: Object.fromEntries(raised) });',
    changes: ["> to >="],
    reason: "an event without versions changes nothing",
  },
  {
    file: `${MODEL}model.ts`,
    code: 'if (known.length > 0) enact({ kind: "acknowledge", atMs: nowMs, ids: known });',
    changes: ["> to >="],
    reason: "an event without ids changes nothing",
  },
  {
    file: `${MODEL}model.ts`,
    code: "expired.sort((a, b) => a.leaseEndsAtMs - b.leaseEndsAtMs || (a.id < b.id ? -1 : 1));",
    changes: ["< to <=", "1 to 2"],
    reason: "ids differ, and a sort reads signs",
  },
  {
    file: `${MODEL}model.ts`,
    code: "const verdicts = verdictsOf(choice.common.decided, false, false, nowMs);",
    changes: ["false to true"],
    reason: "where nothing is taken nobody waits; the other of the line is killed",
  },
  {
    file: `${MODEL}queries.ts`,
    code: "const OPEN_HOLDS_DEFAULT = 1_000;",
    changes: ["1_000 to 1001"],
    reason: "the size of a page",
  },
  {
    file: `${MODEL}queries.ts`,
    code: "if (known === undefined || known <= (versions[name] ?? 0)) continue;",
    changes: ["0 to 1"],
    reason: "the name is one of them",
  },
  {
    file: `${MODEL}standing.ts`,
    code: "const leftMs = Math.max(0, period.endMs - nowMs);",
    changes: ["0 to 1"],
    reason: "a period that was picked has a millisecond left",
  },
  {
    file: `${MODEL}standing.ts`,
    code: "if (total <= 0) return 0;",
    changes: ["<= to <"],
    reason: "a part of nothing is nothing",
  },
  {
    file: `${MODEL}standing.ts`,
    code: "if (isBucket(check) && bucket) {",
    changes: ["&& to ||"],
    reason: "a check has a bucket exactly where it is one",
  },
  {
    file: `${MODEL}thresholds.ts`,
    code: "if ((used / limit) * 100 < threshold * 0.999) return false;",
    changes: ["< to <=", "100 to 101"],
    reason: "a quick no; what it lets through is decided exactly",
  },
  {
    file: `${MODEL}charges.ts`,
    code: "if (only && actuals.length === 1 && request.round === 0)",
    changes: ["0 to 1"],
    reason: "the longer way says the same",
  },
  {
    file: `${MODEL}check.ts`,
    code: "const FOREVER: Period = { startMs: 0, endMs: FOREVER_MS };",
    changes: ["0 to 1"],
    reason: "what never ends is known by its end",
  },
  {
    file: `${MODEL}decide.ts`,
    code: "const NOTHING: Released = () => 0;",
    changes: ["0 to 1"],
    reason: "known by its name, never called",
  },
  {
    file: `${MODEL}decide.ts`,
    code: "let hasRefusal = false;",
    changes: ["false to true"],
    reason: "whoever looks for a refusal that is not there finds none",
  },
  {
    file: `${MODEL}decide.ts`,
    code: "else if (room.waitMs > waitMs && refuses(check)) waitMs = room.waitMs;",
    changes: ["> to >="],
    reason: "the same wait is the same wait",
  },
  {
    file: `${MODEL}interrupted.ts`,
    code: "const cost = charged === -1 ? undefined : charges[charged];",
    changes: ["1 to 2"],
    reason: "before the first charge there is none",
  },
  {
    file: `${MODEL}standing.ts`,
    code: "return { counter, period: { startMs, endMs }, used, held, debtMilli: 0 };",
    changes: ["0 to 1"],
    reason: DEBT,
  },
  {
    file: `${MODEL}standing.ts`,
    code: "return { counter, period, used: (isCurrent ? usedOf(rows, cell) : 0) + past, held, debtMilli: 0 };",
    changes: ["0 to 1"],
    reason: `${DEBT}; the other of the line is killed`,
  },
  {
    file: `${MODEL}standing.ts`,
    code: "const NO_ROOM: Room = { allowed: false, waitMs: 0 };",
    changes: ["0 to 1"],
    reason: "who is refused does not wait",
  },
  {
    file: `${MODEL}standing.ts`,
    code: "if (!isBucket(check) || !bucket) return standing.period.endMs;",
    changes: ["|| to &&"],
    reason: "a check has a bucket exactly where it is one",
  },
];
