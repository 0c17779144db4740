import { InvalidCheck } from "@/lib/ledger/model/check";
import type { Admission, Opening, Reopening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import type { ScriptContext } from "./context";
import { decodeAdmission } from "./decode";
import { encodeDefinition, encodeVersions } from "./encode";
import { amountOf, encodeCandidate, encodeSubjects, encodeWords, wordsOf } from "./lists";
import { encodeOpening } from "./outgoing";

/** More at once would only fill the connection's buffers. */
const RESTORED_AT_ONCE = 200;

export async function admit(
  { together }: ScriptContext,
  opening: Opening,
  common: readonly Check[],
  candidates: readonly CandidatePlan[],
  leaseMs: number,
): Promise<Admission> {
  if (candidates.length === 0)
    throw new InvalidCheck("An admission needs at least one candidate, if only one without checks.");
  const { own, shared } = encodePlan(opening, common, candidates, leaseMs, opening.notAfterMs ?? -1);
  const reply = await together("admit", opening.requestId, own, shared);
  const lists = () => [common, ...candidates.map(({ checks }) => checks)].map((checks) => checks.map(wordsOf));
  return decodeAdmission(reply, lists, opening.versions);
}

export async function restore(
  context: ScriptContext,
  requests: readonly Reopening[],
  leaseMs: number,
): Promise<number> {
  let added = 0;
  for (let from = 0; from < requests.length; from += RESTORED_AT_ONCE) {
    const page = requests.slice(from, from + RESTORED_AT_ONCE);
    const answers = await Promise.all(page.map((request) => restoreOne(context, request, leaseMs)));
    added += answers.filter((answer) => answer === 1).length;
  }
  return added;
}

async function restoreOne({ together }: ScriptContext, request: Reopening, leaseMs: number): Promise<unknown> {
  const { opening, createdAtMs, candidateId: id, common, own: checks } = request;
  const { own, shared } = encodePlan(opening, common, [{ id, checks }], leaseMs, createdAtMs);
  return await together("restore", opening.requestId, own, shared);
}

/** The plan, the opening and the checks' subjects; their definitions and words, which other calls share. */
function encodePlan(
  { workspaceId, versions, fields, reserve }: Opening,
  common: readonly Check[],
  candidates: readonly CandidatePlan[],
  leaseMs: number,
  timeMs: number,
): { own: string[]; shared: string[] } {
  const { names, versions: numbers } = encodeVersions(versions);
  const lists = [common, ...candidates.map(({ checks }) => checks)];
  const ofCandidates = candidates.map(({ id, checks }) => encodeCandidate(id, checks));
  const definitions = [names, numbers, workspaceId, common.map(encodeDefinition), ofCandidates];
  const plan = [leaseMs, timeMs, lists.map((checks) => checks.map(amountOf))];
  return {
    own: [JSON.stringify(plan), encodeOpening(fields, reserve), encodeSubjects(lists)],
    shared: [JSON.stringify(definitions), JSON.stringify(lists.map(encodeWords))],
  };
}
