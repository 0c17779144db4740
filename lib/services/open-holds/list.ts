import { AppError } from "@/lib/kernel/errors";
import { formatCents } from "@/lib/kernel/money";
import { type OpenHold as LedgerHold, LedgerUnavailable, type OpenHoldFilter } from "@/lib/ledger/port";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor, UUID_PATTERN } from "@/lib/services/cursor";
import type { Page } from "@/lib/services/page";
import { requireScope } from "@/lib/services/require-scope";
import { readRules } from "@/lib/services/rules/rule-names";
import { readSubjectNames, subjectsOfCounter, withNames } from "@/lib/services/rules/subject-names";
import { ListOpenHoldsInput, type OpenHold } from "./schema";

const MOST = 10_000;
const MILLISECONDS = /^\d{1,15}$/;

/** What requests in flight hold right now, the oldest first. Throws `unavailable` while the ledger does not answer. */
export async function listOpenHolds(call: { ctx: ServiceContext; input: ListOpenHoldsInput }): Promise<Page<OpenHold>> {
  const { ctx } = call;
  requireScope(ctx, "open-holds:read");
  const input = ListOpenHoldsInput.parse(call.input);
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, [MILLISECONDS, UUID_PATTERN]);

  const all = await readOpenHolds(ctx, input.rule_id === undefined ? {} : { ruleId: input.rule_id });
  const sorted = all
    .filter((hold) => after === null || comesAfter(hold, Number(after[0]), after[1]))
    .toSorted((left, right) => left.openedAtMs - right.openedAtMs || (left.requestId < right.requestId ? -1 : 1));
  const shown = sorted.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    items: await withFacts(ctx, shown),
    next_cursor:
      sorted.length > input.limit && last !== undefined
        ? encodeCursor([String(last.openedAtMs), last.requestId])
        : null,
  };
}

/** The workspace's own, never another's: the ledger serves all of them. */
export async function readOpenHolds(ctx: ServiceContext, filter: OpenHoldFilter): Promise<readonly LedgerHold[]> {
  try {
    return await ctx.ledger.openHolds({ ...filter, workspaceId: ctx.workspaceId, limit: MOST });
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    throw new AppError("unavailable", "The ledger does not answer. Try again shortly.", { cause });
  }
}

function comesAfter(hold: LedgerHold, openedAtMs: number, requestId: string): boolean {
  return hold.openedAtMs > openedAtMs || (hold.openedAtMs === openedAtMs && hold.requestId > requestId);
}

async function withFacts(ctx: ServiceContext, holds: readonly LedgerHold[]): Promise<OpenHold[]> {
  const rules = await readRules(
    ctx,
    holds.flatMap((hold) => hold.amounts.map(({ ruleId }) => ruleId)),
  );
  const perOf = (ruleId: string) => rules.get(ruleId)?.per ?? [];
  const names = await readSubjectNames(
    ctx,
    holds.flatMap(({ fields, amounts }) => [
      { dimension: "api_key", value: textOf(fields["api_key_id"]) ?? "" },
      { dimension: "provider", value: textOf(fields["provider_id"]) ?? "" },
      ...amounts.flatMap(({ ruleId, subject }) => subjectsOfCounter(perOf(ruleId), subject)),
    ]),
  );
  const nameOf = (dimension: string, value: string | null) =>
    value === null ? null : (withNames([{ dimension, value }], names)[0]?.name ?? null);
  return holds.map(({ fields, ...hold }) => ({
    request_id: hold.requestId,
    candidate: hold.candidateId,
    api_key_id: textOf(fields["api_key_id"]),
    api_key_name: nameOf("api_key", textOf(fields["api_key_id"])),
    provider_id: textOf(fields["provider_id"]),
    provider_name: nameOf("provider", textOf(fields["provider_id"])),
    model: textOf(fields["model"]),
    path: textOf(fields["path"]),
    end_user_id: textOf(fields["end_user_id"]),
    is_stream: typeof fields["is_stream"] === "boolean" ? fields["is_stream"] : null,
    opened_at: new Date(hold.openedAtMs).toISOString(),
    lease_ends_at: new Date(hold.leaseEndsAtMs).toISOString(),
    held_cents: mostMoney(hold),
    amounts: hold.amounts.map(({ ruleId, subject, metric, amount, periodStartMs }) => ({
      rule_id: ruleId,
      rule_name: rules.get(ruleId)?.name ?? null,
      kind: rules.get(ruleId)?.kind ?? "other",
      metric,
      amount: metric === "cost_nano_usd" ? formatCents(amount) : String(amount),
      parts: withNames(subjectsOfCounter(perOf(ruleId), subject), names),
      period_start_date: periodStartMs === null ? null : new Date(periodStartMs).toISOString(),
    })),
  }));
}

function mostMoney({ amounts }: Pick<LedgerHold, "amounts">): string | null {
  const money = amounts.filter(({ metric }) => metric === "cost_nano_usd").map(({ amount }) => amount);
  return money.length === 0 ? null : formatCents(Math.max(...money));
}

/** The opening's fields are told by the gateway and typed by nobody. */
function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
