import type { Amounts, RecordFields, Versions } from "@/lib/ledger/port";
import type { Check, Verdict } from "@/lib/ledger/rules";
import { subjectTextOf } from "./counter-table";
import { isSameRule } from "./same-rule";
import type { Admitted, LedgerState, OpenRequest, Standing, ToldAdmission } from "./state";

const NO_FIELDS: RecordFields = {};
const NO_VERSIONS: Versions = {};
const NO_AMOUNTS: Amounts = {};

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
  const verdicts = standings.flatMap((standing, index) => {
    const entry = entries[index];
    return entry ? [verdictFrom(entry.check, subjectTextOf(counters, entry.counter), standing)] : [];
  });
  return { outcome: "admitted", candidateId, verdicts, passedOver, waitMs, createdAtMs };
}

function toldOf({ candidateId, passedOver, verdicts }: Admitted): ToldAdmission {
  const standings = verdicts.map(({ used, held, resetsAtMs, allowed }) => ({ used, held, resetsAtMs, allowed }));
  return { candidateId, passedOver, standings };
}

function verdictFrom(check: Check, subject: string, standing: Standing): Verdict {
  const { ruleId, kind, name, scope, metric, limit, enforcement, priority } = check;
  const { used, held, resetsAtMs, allowed } = standing;
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
    resetsAtMs,
    allowed,
    shadow: enforcement === "shadow",
    priority,
  };
}

/** What closed requests of a rule have in common: the facts of the check, as long as they stay the same. */
export function sharedFacts(state: LedgerState, check: Check): Check {
  const known = state.ruleFacts.get(check.ruleId);
  if (known && isSameRule(known, check)) return known;
  state.ruleFacts.set(check.ruleId, check);
  return check;
}
