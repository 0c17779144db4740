import { loadApiKey } from "@/lib/services/api-keys/load";
import type { ServiceContext } from "@/lib/services/context";
import { requireScope } from "@/lib/services/require-scope";
import { balancesByRule, readBalances } from "@/lib/services/rules/read-balances";
import { readSubjectNames, withNames } from "@/lib/services/rules/subject-names";
import { type AskedCall, openFacts, subjectsOf } from "./asked-call";
import { checksOf } from "./checks";
import { countedRules, type UnnamedRule } from "./counted-rules";
import { loadKeyRules } from "./load-snapshot";
import { type EffectiveRule, type EffectiveRules, GetEffectiveRulesInput } from "./schema";

/** Every rule that decides about a key's calls, in the order of evaluation, by the gateway's own code, with live counters. */
export async function getEffectiveRules(call: {
  ctx: ServiceContext;
  input: GetEffectiveRulesInput;
}): Promise<EffectiveRules> {
  const { ctx } = call;
  requireScope(ctx, "keys:read");
  const input = GetEffectiveRulesInput.parse(call.input);
  const key = await loadApiKey(ctx, input.id);
  const keyRules = await loadKeyRules(ctx, input.id);
  const nowMs = ctx.clock.nowMs();

  const provider = keyRules.compiled.slot.current.providerBySlug.get(input.provider ?? "") ?? null;
  const asked: AskedCall = {
    // A slug that is none refuses like one that the key may not call.
    provider: input.provider === undefined ? null : (provider ?? { id: "", slug: input.provider }),
    model: input.model ?? null,
    path: input.path ?? null,
    method: input.method ?? null,
    endUser: input.end_user ?? null,
    tag: input.tag ?? null,
  };
  const address = input.address ?? null;
  const country = input.country ?? (address === null ? null : await ctx.countryOf(address));
  const balances = await readBalances(
    ctx,
    keyRules.rules.map(({ fixed }) => fixed.ruleId),
  );
  const rules = await named(
    ctx,
    countedRules(
      keyRules,
      { subjects: subjectsOf(keyRules.compiled, asked), open: openFacts(asked), nowMs },
      balances && balancesByRule(balances),
    ),
  );
  const isMoney = ({ metric }: EffectiveRule) => metric === "cost_nano_usd";
  return {
    key: { id: key.id, name: key.name, status: key.status },
    as_of: new Date(nowMs).toISOString(),
    country,
    checks: checksOf(keyRules.compiled, asked, { address, country }, nowMs),
    limits: rules.filter((rule) => !isMoney(rule)),
    budgets: rules.filter(isMoney),
  };
}

/** Ids of what rules need, as people call them. */
async function named(ctx: ServiceContext, rules: readonly UnnamedRule[]): Promise<EffectiveRule[]> {
  const asSubject = ({ fact, value }: UnnamedRule["needs"][number]) => ({ dimension: fact, value });
  const plain = new Set(["path", "method"]);
  const names = await readSubjectNames(
    ctx,
    rules.flatMap(({ needs }) => needs.filter(({ fact }) => !plain.has(fact)).map(asSubject)),
  );
  return rules.map((rule) => ({
    ...rule,
    needs: withNames(rule.needs.map(asSubject), names).map(({ dimension, value, name }) => ({
      fact: dimension,
      value,
      name: name ?? (plain.has(dimension) ? value : null),
    })),
  }));
}
