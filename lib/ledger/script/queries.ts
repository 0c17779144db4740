import type { Adjustment, Balance, BalanceQuery, OpenHold, OpenHoldFilter } from "@/lib/ledger/port";
import type { ScriptContext } from "./context";
import { decodeBalanceList, decodeBalancePage, decodeOpenHold } from "./decode";
import { counterKey, rangeOfRule } from "./keys";
import { encodeAdjustment, fieldsOfOpening } from "./outgoing";

/** How much one script looks at, so that none keeps the store from others for long. */
const PAGE = 500;
const OPEN_HOLDS_DEFAULT = 1_000;

export async function balances(context: ScriptContext, queries: readonly BalanceQuery[]): Promise<Balance[]> {
  const found: Balance[] = [];
  let named: string[] = [];
  const flush = async () => {
    if (named.length > 0) found.push(...decodeBalanceList(await context.run("balances", JSON.stringify(named))));
    named = [];
  };
  for (const { ruleId, subject } of queries) {
    if (subject !== undefined) {
      named.push(counterKey(ruleId, subject));
      if (named.length >= PAGE) await flush();
    } else {
      await flush();
      found.push(...(await balancesOfRule(context, ruleId)));
    }
  }
  await flush();
  return found;
}

async function balancesOfRule({ run }: ScriptContext, ruleId: string): Promise<Balance[]> {
  const found: Balance[] = [];
  let { from, to } = rangeOfRule(ruleId);
  for (;;) {
    const { rows, last } = decodeBalancePage(await run("balancesOfRule", from, to, String(PAGE)));
    found.push(...rows);
    if (last === null) return found;
    from = `(${last}`;
  }
}

/** Those whose lease ends first come first. */
export async function openHolds(context: ScriptContext, filter: OpenHoldFilter): Promise<OpenHold[]> {
  const limit = filter.limit ?? OPEN_HOLDS_DEFAULT;
  const found: OpenHold[] = [];
  for (let from = 0; found.length < limit; from += PAGE) {
    const members = asTexts(await context.run("leasePage", String(from), String(from + PAGE - 1)));
    const ids = members.map(partsOfLease).filter(({ workspaceId }) => isWanted(filter.workspaceId, workspaceId));
    for (const hold of await Promise.all(ids.map(({ requestId }) => openHold(context, requestId, filter.ruleId)))) {
      if (hold && found.length < limit) found.push(hold);
    }
    if (members.length < PAGE) break;
  }
  return found;
}

async function openHold({ ofRequest }: ScriptContext, requestId: string, ruleId: string | undefined) {
  const reply = await ofRequest("openHold", requestId);
  if (!Array.isArray(reply)) return null;
  const { hold, ruleIds } = decodeOpenHold(requestId, reply[0], fieldsOfOpening(reply[1]));
  return ruleId === undefined || ruleIds.has(ruleId) ? hold : null;
}

export async function adjust(context: ScriptContext, adjustment: Adjustment): Promise<boolean> {
  const { id, targets } = adjustment;
  for (const { ruleId, delta } of targets) {
    if (!Number.isSafeInteger(delta))
      throw new TypeError(`Adjustment ${id} of rule ${ruleId}: delta ${delta} is no safe integer.`);
  }
  const changes = targets.map(({ ruleId, subject, delta }) => [counterKey(ruleId, subject), delta]);
  const plan = JSON.stringify({ targets: changes, keptMs: context.reapedKeptMs });
  return (await context.ofAdjustment("adjust", id, plan, encodeAdjustment(adjustment))) === 1;
}

/** A lease is listed as the request's id, a space and the workspace. */
export function partsOfLease(member: string): { requestId: string; workspaceId: string } {
  const at = member.indexOf(" ");
  return { requestId: member.slice(0, at), workspaceId: member.slice(at + 1) };
}

export function asTexts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

function isWanted(wanted: string | undefined, is: string): boolean {
  return wanted === undefined || wanted === is;
}
