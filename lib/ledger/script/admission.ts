import { InvalidCheck } from "@/lib/ledger/model/check";
import type { Admission, Opening, Reopening } from "@/lib/ledger/port";
import type { CandidatePlan, Check } from "@/lib/ledger/rules";
import type { ScriptContext } from "./context";
import { decodeAdmission, type Lists } from "./decode";
import { encodeDefinition, encodeVersions, encodeWords } from "./encode";
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
  const notAfter = opening.notAfterMs ?? -1;
  const { own, words, definitions } = encodePlan(opening, common, candidates, { leaseMs, notAfter });
  const reply = await together("admit", opening.requestId, own, [...words, ...definitions]);
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

async function restoreOne({ together }: ScriptContext, request: Reopening, leaseMs: number): Promise<unknown> {
  const { opening, createdAtMs: createdAt, candidateId: id, common, own: checks } = request;
  const { own, words, definitions } = encodePlan(opening, common, [{ id, checks }], { leaseMs, createdAt });
  return await together("restore", opening.requestId, own, [...words, ...definitions]);
}

/** The plan and the opening; the words of each list of checks; the definition of each check. */
function encodePlan(
  { workspaceId, versions, fields, reserve }: Opening,
  common: readonly Check[],
  candidates: readonly CandidatePlan[],
  times: Readonly<Record<string, number>>,
): { own: string[]; words: string[]; definitions: string[] } {
  const lists = [common, ...candidates.map(({ checks }) => checks)];
  const plan = JSON.stringify({
    workspace: workspaceId,
    ...times,
    ...encodeVersions(versions),
    common: common.map(amountOf),
    candidates: candidates.map(({ id, checks }) => [id, checks.map(amountOf)]),
  });
  const words = lists.map(encodeWords);
  const definitions = lists.flat().map((check) => JSON.stringify(encodeDefinition(check)));
  return { own: [plan, encodeOpening(fields, reserve)], words, definitions };
}

const amountOf = ({ amount }: Check) => amount;
