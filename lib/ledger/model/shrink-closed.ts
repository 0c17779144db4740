import type { Amounts, RecordFields, Versions } from "@/lib/ledger/port";
import type { Check, Verdict } from "@/lib/ledger/rules";
import { subjectTextOf } from "./counter-table";
import { isSameRule } from "./same-rule";
import type { Admitted, LedgerState, OpenRequest, ToldAdmission } from "./state";

const NO_FIELDS: RecordFields = {};
const NO_VERSIONS: Versions = {};
const NO_AMOUNTS: Amounts = {};
const NUMBERS_EACH = 4;

/** Lets go of all that a repeat or a late settlement does not need: many thousands of closed requests are remembered. */
export function shrinkClosed(state: LedgerState, request: OpenRequest): void {
  request.fields = NO_FIELDS;
  request.versions = NO_VERSIONS;
  request.reserve = NO_AMOUNTS;
  request.metered = null;
  request.meteredBefore = null;
  const { admission } = request;
  if (admission !== null && "verdicts" in admission) request.admission = toldOf(admission);
  // One that was put back is told of from its own checks, should its admission be repeated.
  if (admission !== null) for (const entry of request.entries) entry.check = sharedFacts(state, entry.check);
}

/** The first answer anew: the first entries are those it was given for, in its order. */
export function admissionFrom(
  { counters }: LedgerState,
  request: OpenRequest,
  { candidateId, passedOver, standings }: ToldAdmission,
): Admitted {
  const { entries, waitMs, createdAtMs } = request;
  const count = standings.length / NUMBERS_EACH;
  const verdicts = entries
    .slice(0, count)
    .map(({ check, counter }, index) =>
      verdictFrom(check, subjectTextOf(counters, counter), standings, index * NUMBERS_EACH),
    );
  return { outcome: "admitted", candidateId, verdicts, passedOver, waitMs, createdAtMs };
}

function toldOf({ candidateId, passedOver, verdicts }: Admitted): ToldAdmission {
  const standings: number[] = [];
  for (const { used, held, resetsAtMs, allowed } of verdicts)
    standings.push(used, held, resetsAtMs ?? -1, allowed ? 1 : 0);
  return { candidateId, passedOver, standings };
}

function verdictFrom(check: Check, subject: string, standings: readonly number[], at: number): Verdict {
  const [used = 0, held = 0, resetsAtMs = -1, allowed = 0] = standings.slice(at, at + NUMBERS_EACH);
  const { ruleId, kind, name, scope, metric, limit, enforcement, priority } = check;
  return {
    ruleId,
    kind,
    name,
    scope,
    subject,
    metric,
    limit,
    used,
    held,
    remaining: Math.max(0, limit - used - held),
    resetsAtMs: resetsAtMs === -1 ? null : resetsAtMs,
    allowed: allowed === 1,
    shadow: enforcement === "shadow",
    priority,
  };
}

function sharedFacts(state: LedgerState, check: Check): Check {
  const known = state.ruleFacts.get(check.ruleId);
  if (known && isSameRule(known, check)) return known;
  state.ruleFacts.set(check.ruleId, check);
  return check;
}
