import { ADMIT, OPENING, RESTORE } from "./lua/admission";
import { BASE } from "./lua/base";
import { CALLS, TEXT_OF_CALL } from "./lua/calls";
import { CELLS } from "./lua/cells";
import { EXTEND, RENEW, REPLACE, START_REQUEST } from "./lua/changes";
import { CLOSING } from "./lua/closing";
import { DECIDE } from "./lua/decide";
import { ADJUST, CANCEL, EXPIRED, REAP, RECORD, SETTLE } from "./lua/ends";
import { HOLDS } from "./lua/holds";
import { withNames } from "./lua/names";
import { BALANCES, BALANCES_OF_RULE, LEASE_PAGE, OPEN_HOLD } from "./lua/queries";
import { REQUESTS } from "./lua/requests";
import { ADD_USED, FORGET_CONSUMERS, SWEEP, WIPE } from "./lua/upkeep";
import { BUMP, FRESH } from "./lua/versions";

/** A member's own text behind those functions of the parts that it uses: each call makes them anew. */
function script(...texts: readonly string[]): string {
  const main = texts.at(-1) ?? "";
  const blocks = texts
    .slice(0, -1)
    .join("\n")
    .replace(/^\s*--.*\n/gm, "")
    .split(/\n+(?=local )/);
  const used = new Set(main.match(/\w+/g));
  const kept = blocks.toReversed().filter((block) => {
    const name = /^local (?:function )?(\w+)/.exec(block.trimStart())?.[1] ?? "";
    if (!used.has(name)) return false;
    for (const word of block.match(/\w+/g) ?? []) used.add(word);
    return true;
  });
  return withNames([...kept.toReversed(), main].join("\n"));
}
const DECIDING = [BASE, CELLS, REQUESTS, DECIDE, HOLDS] as const;
const ENDING = [BASE, CELLS, REQUESTS, DECIDE, HOLDS, CLOSING] as const;

/** Those that each request needs: calls of these that are made at once share a run. */
export type SharedMember = "admit" | "restore" | "settle" | "record";

/** The text that does calls of these members, and no others. */
export function scriptOfCalls(members: readonly SharedMember[]): string {
  const table = `local members = { ${members.map((member) => `${member} = ${member}`).join(", ")} }`;
  return script(...ENDING, TEXT_OF_CALL, OPENING, ADMIT, RESTORE, SETTLE, RECORD, table, CALLS);
}

/** One text for each other member, of the parts that it needs: a call runs all of its text, so what is not there costs nothing. */
export const SCRIPTS = {
  start: script(...DECIDING, START_REQUEST),
  extend: script(...DECIDING, EXTEND),
  replace: script(...DECIDING, REPLACE),
  renew: script(...DECIDING, RENEW),
  cancel: script(...ENDING, CANCEL),
  reap: script(...ENDING, REAP),
  adjust: script(...ENDING, ADJUST),
  expired: script(BASE, EXPIRED),
  bump: script(BASE, BUMP),
  fresh: script(BASE, FRESH),
  balances: script(BASE, CELLS, BALANCES),
  balancesOfRule: script(BASE, CELLS, BALANCES_OF_RULE),
  leasePage: script(BASE, LEASE_PAGE),
  openHold: script(...DECIDING, OPEN_HOLD),
  sweep: script(BASE, CELLS, SWEEP),
  forgetConsumers: script(BASE, FORGET_CONSUMERS),
  addUsed: script(BASE, CELLS, ADD_USED),
  wipe: script(BASE, WIPE),
} as const;
