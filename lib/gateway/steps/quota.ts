import type { GatewayRuntime, Identified } from "@/lib/gateway/context";
import type { ProxyPath } from "@/lib/gateway/http/proxy-path";
import { Refusal } from "@/lib/gateway/refusal";
import type { Reply } from "@/lib/gateway/reply";
import { rateLimitHeaders } from "@/lib/gateway/reply/rate-limit-headers";
import { describeRule } from "@/lib/gateway/reply/render-refusal";
import type { CompiledRule } from "@/lib/gateway/rules/compile-rule";
import { countersFor, dollarsOf, queriesOf, verdictsFor } from "@/lib/gateway/rules/standing-of-rules";
import type { CompiledKey } from "@/lib/gateway/snapshot/compile-snapshot";
import type { CompiledEndUser } from "@/lib/gateway/snapshot/end-user-cache";
import { LedgerUnavailable } from "@/lib/ledger/port";
import type { Verdict } from "@/lib/ledger/rules";
import { ledgerUnavailable } from "./admit";
import { readAsked } from "./asked";
import { checkKey } from "./check-key";
import { reidentify } from "./identify";
import { findEndUser } from "./know-end-user";
import { locate } from "./locate";
import { confirm } from "./refuse";

const MAX_RELOADS = 2;
const encoder = new TextEncoder();

export function isQuota({ slug, path }: ProxyPath): boolean {
  return slug === "quota" && path === "/";
}

/** Tells a key its own rules and what is left of each. Reads counters and changes none; leaves no record. */
export async function tellQuota(runtime: GatewayRuntime, first: Identified): Promise<Reply | Refusal> {
  const { method } = first.call.request;
  if (method !== "GET" && method !== "HEAD") {
    return new Refusal("method_not_allowed", "Ask for the quota with GET.");
  }
  let known = first;
  for (let reloads = 0; reloads <= MAX_RELOADS; reloads += 1) {
    const told = await tellOnce(runtime, known);
    if (told !== "reload") return told;
    const reloaded = await reidentify(runtime, known);
    if (reloaded instanceof Refusal) return reloaded;
    known = reloaded;
  }
  return new Refusal(
    "config_unavailable",
    "The rules of this key are changing faster than they can be read. Try again.",
  );
}

async function tellOnce(runtime: GatewayRuntime, known: Identified): Promise<Reply | Refusal | "reload"> {
  await locate(runtime, known);
  const refused = checkKey(runtime, known);
  if (refused) return await confirm(runtime, known, refused);
  const asked = readAsked(known);
  if (asked instanceof Refusal) return await confirm(runtime, known, asked);
  const endUser = await findEndUser(runtime, known.compiled, asked.subjects.end_user);
  if (endUser instanceof Refusal) return endUser;
  try {
    if (!(await runtime.isFresh(known.compiled, endUser ?? undefined))) {
      if (asked.subjects.end_user !== null)
        runtime.endUsers.drop(known.compiled.slot.current.id, asked.subjects.end_user);
      return "reload";
    }
    const nowMs = runtime.clock.nowMs();
    const { counted, open } = countersFor(rulesOf(known.compiled, endUser), asked, (rule, subject) =>
      runtime.census.find(known.compiled.slot.current.id, rule, subject, nowMs),
    );
    const balances = counted.length === 0 ? [] : await runtime.ledger.balances(queriesOf(counted));
    const verdicts = verdictsFor(counted, balances, nowMs);
    const rules = counted.map(({ rule }) => rule);
    const body = {
      object: "quota",
      request_id: known.call.requestId,
      key: describeKey(known.compiled),
      plan: known.compiled.slot.current.facts.plan,
      credits: describeCredits(verdicts),
      rules: verdicts.map((verdict, index) => describeStanding(verdict, rules[index], asked.subjects)),
      depending: open.map(describeOpen),
    };
    return reply(known, body, rateLimitHeaders(verdicts, rules, nowMs));
  } catch (cause) {
    if (!(cause instanceof LedgerUnavailable)) throw cause;
    return ledgerUnavailable();
  }
}

function rulesOf({ ownRules, slot }: CompiledKey, endUser: CompiledEndUser | null): readonly CompiledRule[] {
  return [...ownRules, ...(endUser?.rules ?? []), ...slot.current.rules];
}

function describeKey({ key }: CompiledKey): object {
  return { id: key.id, name: key.name, expires_at: key.expires_at };
}

function describeStanding(verdict: Verdict, rule: CompiledRule | undefined, subjects: object): object {
  const { limit, used, held, remaining, metric } = verdict;
  const isMoney = metric === "cost_nano_usd";
  return {
    ...describeRule(verdict),
    kind: verdict.kind,
    remaining: isMoney ? describeRule({ ...verdict, used: remaining })["used"] : remaining,
    ...(isMoney
      ? {
          usd: {
            limit: dollarsOf(limit),
            used: dollarsOf(used),
            held: dollarsOf(held),
            remaining: dollarsOf(remaining),
          },
        }
      : {}),
    strategy: rule?.fixed.strategy ?? null,
    window_ms: rule?.windowMs ?? null,
    enforcement: verdict.shadow ? "shadow" : "enforce",
    is_hard: rule?.fixed.hard ?? true,
    per: Object.fromEntries((rule?.per ?? []).map((dimension) => [dimension, dimensionOf(subjects, dimension)])),
  };
}

function dimensionOf(subjects: object, dimension: string): unknown {
  return Reflect.get(subjects, dimension === "tag" ? "tags" : dimension) ?? null;
}

/** What a rule is that some calls of the key fall under: ask again with what it depends on. */
function describeOpen({ fixed, dependsOn, per }: CompiledRule): object {
  const { ruleId, name, scope, metric, kind } = fixed;
  return {
    id: ruleId,
    kind,
    name,
    scope,
    metric: metric === "cost_nano_usd" ? "cost_cents" : metric,
    per,
    depends_on: dependsOn,
  };
}

/** Null where this workspace never bought any of a kind: then nothing is held against credit. */
function describeCredits(verdicts: readonly Verdict[]): object {
  const money = verdicts.find(({ kind, metric }) => kind === "credits" && metric === "cost_nano_usd");
  const requests = verdicts.find(({ kind, metric }) => kind === "credits" && metric === "requests");
  return {
    remaining_cents: money ? describeRule({ ...money, used: money.remaining })["used"] : null,
    remaining_requests: requests ? requests.remaining : null,
  };
}

function reply(known: Identified, body: object, limits: readonly [string, string][]): Reply {
  const bytes = encoder.encode(JSON.stringify(body));
  return {
    status: 200,
    headers: [
      ["content-type", "application/json; charset=utf-8"],
      ["content-length", String(bytes.byteLength)],
      ["cache-control", "no-store"],
      ["x-content-type-options", "nosniff"],
      ["x-sluice-request-id", known.call.requestId],
      ...limits,
    ],
    body: bytes,
  };
}
