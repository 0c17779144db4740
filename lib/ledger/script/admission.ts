import { InvalidCheck } from "@/lib/ledger/model/check";
import type { Admission, Opening, Reopening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import type { ScriptContext } from "./context";
import { decodeAdmission, type Lists } from "./decode";
import { encodeCandidate, encodeChecks, encodeVersions, encodeWords } from "./encode";
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
  const words = [encodeWords(common), ...candidates.map(({ checks }) => encodeWords(checks))];
  const plan = JSON.stringify({
    workspace: opening.workspaceId,
    leaseMs,
    notAfter: opening.notAfterMs ?? -1,
    ...encodeVersions(opening.versions),
    common: encodeChecks(common, 0),
    candidates: candidates.map((candidate, index) => encodeCandidate(candidate, index + 1)),
  });
  const fields = encodeOpening(opening.fields, opening.reserve);
  const reply = await together("admit", opening.requestId, plan, fields, ...words);
  return decodeAdmission(reply, () => words.map((list): Lists[number] => JSON.parse(list)), opening.versions);
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

async function restoreOne({ ofRequest }: ScriptContext, request: Reopening, leaseMs: number): Promise<unknown> {
  const { opening, createdAtMs, candidateId, common, own } = request;
  const plan = JSON.stringify({
    workspace: opening.workspaceId,
    leaseMs,
    createdAt: createdAtMs,
    ...encodeVersions(opening.versions),
    common: encodeChecks(common, 0),
    candidates: [encodeCandidate({ id: candidateId, checks: own }, 1)],
  });
  const fields = encodeOpening(opening.fields, opening.reserve);
  return await ofRequest("restore", opening.requestId, plan, fields, encodeWords(common), encodeWords(own));
}
