import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import { formatCents } from "@/lib/kernel/money";
import type { Drift } from "@/lib/ledger/drift";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import { readOpenHolds } from "@/lib/services/open-holds/list";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { readBalances } from "@/lib/services/rules/read-balances";
import { readSubjectNames, subjectsOfCounter, withNames } from "@/lib/services/rules/subject-names";
import { measure } from "./measure";
import { type RulePlan, readRulePlans } from "./rule-plans";
import { type DriftEntry, ListDriftInput } from "./schema";

const SumRows = z.array(
  z.object({
    rule_id: z.string(),
    subject: z.string(),
    requests: z.number(),
    input_tokens: z.number(),
    output_tokens: z.number(),
    total_tokens: z.number(),
    cost_nano_usd: z.string(),
  }),
);

/** A settled call needs up to half a second to become a row, so that one look alone may see what is on its way. */
const LOOKS = 4;
const PAUSE_MS = 400;
const MOST_COUNTERS = 200;

type Call = { ctx: ServiceContext; input: ListDriftInput };
type Seen = { drift: Drift; state: DriftEntry["state"] };

/** Every counter of the active rules against its rows, adjustments and open holds. Throws `unavailable` without a ledger. */
export async function listDrift(call: Call, pause: (ms: number) => Promise<void> = later): Promise<Page<DriftEntry>> {
  const { ctx } = call;
  requireScope(ctx, "drift:read");
  const input = ListDriftInput.parse(call.input);
  const before = input.cursor === undefined ? undefined : decodeCursor(input.cursor, [UUID_PATTERN])[0];
  const read = await readRulePlans(ctx, { ruleId: input.rule_id, before, limit: input.limit });
  const plans = read.slice(0, input.limit);
  const last = plans.at(-1);
  return {
    items: await toEntries(ctx, plans, await lookUntilCalm(ctx, plans, pause)),
    next_cursor: read.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}

/** Looks again at what was not zero: a counter that was zero once has lost nothing. */
async function lookUntilCalm(
  ctx: ServiceContext,
  plans: readonly RulePlan[],
  pause: (ms: number) => Promise<void>,
): Promise<Seen[]> {
  const seen = new Map<string, Seen>();
  let left = plans;
  for (let look = 1; left.length > 0; look += 1) {
    for (const drift of await lookOnce(ctx, left)) note(seen, drift);
    const moving = new Set([...seen.values()].filter(({ state }) => state !== "zero").map((one) => one.drift.ruleId));
    left = left.filter(({ id }) => moving.has(id));
    if (look === LOOKS || left.length === 0) break;
    await pause(PAUSE_MS);
  }
  return [...seen.values()];
}

function note(seen: Map<string, Seen>, drift: Drift): void {
  const name = `${drift.ruleId}\n${drift.subject}`;
  const known = seen.get(name);
  if (known?.state === "zero") return;
  const isSteady = known === undefined || (known.state === "drift" && known.drift.drift === drift.drift);
  seen.set(name, { drift, state: drift.drift === 0 ? "zero" : isSteady ? "drift" : "moving" });
}

async function lookOnce(ctx: ServiceContext, plans: readonly RulePlan[]): Promise<Drift[]> {
  const rules = plans.flatMap(({ sum }) => (sum === null ? [] : [sum]));
  const [balances, holds] = await Promise.all([
    readBalances(
      ctx,
      plans.map(({ id }) => id),
    ),
    readOpenHolds(ctx, {}),
  ]);
  if (balances === null) throw new AppError("unavailable", "The ledger does not answer. Try again shortly.");
  const { data } = await ctx.db.rpc("settled_sums", { p_rules: JSON.parse(JSON.stringify(rules)) }).throwOnError();
  return measure(plans, balances, SumRows.parse(data), holds);
}

async function toEntries(
  ctx: ServiceContext,
  plans: readonly RulePlan[],
  seen: readonly Seen[],
): Promise<DriftEntry[]> {
  const planById = new Map(plans.map((plan) => [plan.id, plan]));
  const shown = plans.flatMap(({ id }) =>
    seen
      .filter(({ drift }) => drift.ruleId === id)
      .toSorted((left, right) => Math.abs(right.drift.drift) - Math.abs(left.drift.drift))
      .slice(0, MOST_COUNTERS),
  );
  const names = await readSubjectNames(
    ctx,
    shown.flatMap(({ drift }) => subjectsOfCounter(planById.get(drift.ruleId)?.per ?? [], drift.subject)),
  );
  return shown.flatMap(({ drift, state }) => {
    const plan = planById.get(drift.ruleId);
    if (plan === undefined) return [];
    const text = (amount: number) => (plan.kind === "budget" ? formatCents(amount) : String(amount));
    return {
      rule_id: plan.id,
      kind: plan.kind,
      name: plan.name,
      metric: plan.metric,
      parts: withNames(subjectsOfCounter(plan.per, drift.subject), names),
      period_start_date: plan.period === null ? null : new Date(plan.period.startMs).toISOString(),
      period_end_date: plan.period === null ? null : new Date(plan.period.endMs).toISOString(),
      counter: text(drift.counter),
      settled: text(drift.settled),
      held: text(drift.held),
      drift: text(drift.drift),
      state,
    };
  });
}

async function later(ms: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
}
