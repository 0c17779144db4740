import { requireAmounts } from "@/lib/ledger/model/check";
import type { SharedLedger } from "@/lib/ledger/shared";
import { admit, restore } from "./admission";
import { createContext, type ScriptLedgerOptions, type ScriptStore } from "./context";
import { decodeHoldChange, decodeSettle, decodeStart } from "./decode";
import { encodeActuals, encodeAmounts, encodeVersions } from "./encode";
import { amountOf, encodeCandidate, encodeSubjects, encodeWords } from "./lists";
import { adjust, balances, openHolds } from "./queries";
import { acknowledge, createDrain } from "./stream";
import { addUsed, reap, wipe } from "./upkeep";

/** The ledger over a store that runs our Lua: a call is one script, atomic and safe to repeat. */
export function createScriptLedger(store: ScriptStore, options: ScriptLedgerOptions): SharedLedger {
  const context = createContext(store, options);
  const { keys, run, ofRequest, together, closedKeptMs: keptMs } = context;

  return {
    admit: (opening, common, candidates, leaseMs) => admit(context, opening, common, candidates, leaseMs),
    restore: (requests, leaseMs) => restore(context, requests, leaseMs),
    async start(requestId) {
      return decodeStart(await ofRequest("start", requestId));
    },
    async cancel(requestId, { outcome, fields }) {
      return (await ofRequest("cancel", requestId, text({ outcome, keptMs }), text(fields))) === 1;
    },
    async extend(requestId, delta) {
      requireAmounts(delta, `extend ${requestId}`);
      return decodeHoldChange(await ofRequest("extend", requestId, text(encodeAmounts(delta))));
    },
    async replace(requestId, candidate) {
      const { id, checks } = candidate;
      const amounts = text(checks.map(amountOf));
      const texts = [amounts, text(encodeCandidate(id, checks)), encodeSubjects([checks]), text(encodeWords(checks))];
      return decodeHoldChange(await ofRequest("replace", requestId, ...texts));
    },
    async renew(requestId, metered) {
      requireAmounts(metered, `renew ${requestId}`);
      return (await ofRequest("renew", requestId, text(encodeAmounts(metered)))) === 1;
    },
    async settle(requestId, actuals, { outcome, fields }) {
      for (const { candidateId, amounts } of actuals) requireAmounts(amounts, `settle ${requestId} (${candidateId})`);
      const plan = text([outcome, keptMs, encodeActuals(actuals)]);
      return decodeSettle(await together("settle", requestId, [plan, text(fields)]));
    },
    async record(requestId, { outcome, fields }) {
      await together("record", requestId, [text([outcome, keptMs]), text(fields)]);
    },
    adjust: (adjustment) => adjust(context, adjustment),
    async fresh(versions) {
      const { names, versions: numbers } = encodeVersions(versions);
      return names.length === 0 || (await run("fresh", text(names), text(numbers))) === 1;
    },
    async bump(versions) {
      const { names, versions: numbers } = encodeVersions(versions);
      if (names.length > 0) await run("bump", text(names), text(numbers));
    },
    balances: (queries) => balances(context, queries),
    openHolds: (filter) => openHolds(context, filter),
    reap: () => reap(context),
    drain: createDrain(context),
    acknowledge: (ids) => acknowledge(context, ids),
    store,
    keys,
    addUsed: (cells, rebuild) => addUsed(context, cells, rebuild),
    wipe: () => wipe(context),
    check: () => store.check(),
    close: () => store.close(),
  };
}

const text = (value: unknown) => JSON.stringify(value);
