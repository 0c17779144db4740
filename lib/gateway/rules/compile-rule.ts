import type {
  SnapshotBudget,
  SnapshotEndpoint,
  SnapshotKey,
  SnapshotRateLimit,
} from "@/lib/gateway/snapshot/snapshot-schema";
import { softRuleId } from "@/lib/kernel/derived-ids";
import { parseAmountCents } from "@/lib/kernel/money";
import { createPeriods, type Periods } from "@/lib/kernel/periods";
import { budgetPeriods, DEFAULT_WINDOW_MS, windowPeriods } from "@/lib/kernel/rule-periods";
import type { Bucket, Check } from "@/lib/ledger/rules";
import { matchesModel, matchesPattern } from "./match-pattern";
import { type Dimension, dimensionNamed, type KeySubjects, type Subjects } from "./subjects";

type Fixed = Pick<
  Check,
  | "ruleId"
  | "kind"
  | "name"
  | "scope"
  | "metric"
  | "strategy"
  | "enforcement"
  | "hard"
  | "priority"
  | "bucket"
  | "thresholds"
>;

/** A rule made ready once a snapshot: what is left for a call is to match, to count and to ask for the period. */
export type CompiledRule = {
  fixed: Fixed;
  /** In the metric's unit; an override of a budget counts until it ends. */
  limitAt(nowMs: number): number;
  per: readonly Dimension[];
  /** Null where the metric knows no window. */
  periods: Periods | null;
  /** The window's length for `RateLimit-Policy`, where it is fixed. */
  windowMs: number | null;
  /** Whether the answer depends on the candidate: such checks are decided with it. */
  isCandidateRule: boolean;
  /** What of a call, beside its key, decides whether and for whom this counts: asked about the key alone, it is open. */
  dependsOn: readonly CallFact[];
  matches(subjects: Subjects): boolean;
  /** Whether it can match a call of this key at all. */
  belongsTo(subjects: KeySubjects): boolean;
};

/** What a call says of itself, as rules name it. */
export type CallFact = "end_user" | "tag" | "provider" | "endpoint" | "credential" | "model" | "path" | "method";

type SubjectColumns = Pick<SnapshotRateLimit, Exclude<keyof SnapshotRateLimit & keyof SnapshotBudget, "id" | "name">>;
type Columns = Omit<SubjectColumns, "per"> & { per: readonly string[] };

const CALL_FACTS: readonly CallFact[] = [
  "end_user",
  "tag",
  "provider",
  "endpoint",
  "credential",
  "model",
  "path",
  "method",
];

const BUDGET_PRIORITY = 1_000;
const KEY_LIMIT_PRIORITY = 100;

/** Throws `InvalidPeriod` for a window or zone that cannot be: such a rule must not be taken for none. */
export function compileRateLimit(rule: SnapshotRateLimit): CompiledRule {
  const isBucket = rule.strategy === "TOKEN_BUCKET" || rule.strategy === "LEAKY_BUCKET";
  const hasWindow = rule.metric !== "concurrency" && !isBucket;
  return {
    fixed: {
      ruleId: rule.id,
      kind: "rate_limit",
      name: rule.name,
      scope: rule.scope,
      metric: rule.metric,
      strategy: rule.strategy,
      enforcement: rule.enforcement,
      hard: true,
      priority: rule.priority,
      ...(isBucket && rule.metric !== "concurrency" ? { bucket: readBucket(rule) } : {}),
    },
    limitAt: () => rule.requests,
    per: readPer(rule.per),
    periods: hasWindow ? windowPeriods(rule) : null,
    windowMs: hasWindow ? rule.window_ms : null,
    isCandidateRule: dependsOnCandidate(rule),
    dependsOn: callFactsOf(rule, rule.path_pattern, rule.method),
    ...matchers(rule, rule.path_pattern, rule.method),
  };
}

export function compileBudget(rule: SnapshotBudget): CompiledRule {
  const amount = parseAmountCents(rule.amount_cents);
  const override = rule.override_amount_cents === null ? null : parseAmountCents(rule.override_amount_cents);
  const overrideUntilMs =
    override === null ? 0 : rule.override_until === null ? Infinity : Date.parse(rule.override_until);
  return {
    fixed: {
      ruleId: rule.id,
      kind: "budget",
      name: rule.name,
      scope: rule.scope,
      metric: "cost_nano_usd",
      strategy: "FIXED_WINDOW",
      enforcement: "enforce",
      hard: rule.is_hard_limit,
      priority: BUDGET_PRIORITY,
      thresholds: [...rule.alert_thresholds].sort((a, b) => a - b),
    },
    limitAt: (nowMs) => (override !== null && nowMs < overrideUntilMs ? override : amount),
    per: readPer(rule.per),
    periods: budgetPeriods(rule),
    windowMs: null,
    isCandidateRule: dependsOnCandidate(rule),
    dependsOn: callFactsOf(rule, null, null),
    ...matchers(rule, null, null),
  };
}

/** A budget, and its soft amount as a rule of its own: one that never refuses and says once a period that it was reached. */
export function compileBudgets(rule: SnapshotBudget): CompiledRule[] {
  const budget = compileBudget(rule);
  if (rule.soft_amount_cents === null) return [budget];
  const softAmount = parseAmountCents(rule.soft_amount_cents);
  const fixed = {
    ...budget.fixed,
    ruleId: softRuleId(rule.id),
    name: `${rule.name} (soft amount)`,
    hard: false,
    thresholds: [100],
  };
  return [budget, { ...budget, fixed, limitAt: () => softAmount }];
}

/** The limit that stands on the key itself. */
export function compileKeyLimit(key: SnapshotKey): CompiledRule | null {
  return compileOwnLimit(key, {
    name: "key limit",
    scope: "API_KEY",
    isCandidateRule: false,
    dependsOn: [],
    matches: () => true,
  });
}

/** The limit that stands on a provider's endpoint. */
export function compileEndpointLimit(endpoint: SnapshotEndpoint): CompiledRule | null {
  return compileOwnLimit(endpoint, {
    name: endpoint.name,
    scope: "ENDPOINT",
    isCandidateRule: true,
    dependsOn: ["endpoint"],
    matches: (subjects) => subjects.endpoint === endpoint.id,
  });
}

type OwnLimit = Pick<SnapshotKey, "id" | "rate_limit_requests" | "rate_limit_window_ms">;
type OwnFacts = Pick<CompiledRule, "isCandidateRule" | "dependsOn" | "matches"> & Pick<Fixed, "name" | "scope">;

function compileOwnLimit(own: OwnLimit, { name, scope, ...facts }: OwnFacts): CompiledRule | null {
  if (own.rate_limit_requests === null) return null;
  const windowMs = own.rate_limit_window_ms ?? DEFAULT_WINDOW_MS;
  const limit = own.rate_limit_requests;
  return {
    fixed: {
      ruleId: own.id,
      kind: "rate_limit",
      name,
      scope,
      metric: "requests",
      strategy: "FIXED_WINDOW",
      enforcement: "enforce",
      hard: true,
      priority: KEY_LIMIT_PRIORITY,
    },
    limitAt: () => limit,
    per: [],
    periods: createPeriods({ kind: "fixed", windowMs, zone: "UTC" }),
    windowMs,
    belongsTo: () => true,
    ...facts,
  };
}

function readBucket(rule: SnapshotRateLimit): Bucket {
  const refillPerSecond = rule.refill_rate ?? rule.requests / ((rule.window_ms ?? DEFAULT_WINDOW_MS) / 1_000);
  return { capacity: rule.bucket_size ?? rule.requests, refillPerSecond, maxWaitMs: rule.max_wait_ms ?? 0 };
}

function readPer(per: readonly string[]): readonly Dimension[] {
  return per.map((text) => {
    const dimension = dimensionNamed(text);
    if (dimension === null) throw new RangeError(`A rule counts per "${text}", which is no dimension of a request.`);
    return dimension;
  });
}

function dependsOnCandidate(rule: Columns): boolean {
  const per = readPer(rule.per);
  return (
    rule.provider_id !== null ||
    rule.credential_id !== null ||
    rule.model_pattern !== null ||
    rule.endpoint_id !== null ||
    rule.model_tier_id !== null ||
    per.some((dimension) => dimension === "provider" || dimension === "credential" || dimension === "model")
  );
}

function callFactsOf(rule: Columns, pathPattern: string | null, method: string | null): readonly CallFact[] {
  const per = readPer(rule.per);
  const named: Record<CallFact, unknown> = {
    end_user: rule.end_user_id ?? per.includes("end_user"),
    tag: rule.tag ?? per.includes("tag"),
    provider: rule.provider_id ?? per.includes("provider"),
    endpoint: rule.endpoint_id,
    credential: rule.credential_id ?? per.includes("credential"),
    model: rule.model_pattern ?? rule.model_tier_id ?? per.includes("model"),
    path: pathPattern,
    method,
  };
  return CALL_FACTS.filter((fact) => named[fact] !== null && named[fact] !== false);
}

type Test<S> = (subjects: S) => boolean;

function matchers(
  rule: Columns,
  pathPattern: string | null,
  method: string | null,
): Pick<CompiledRule, "matches" | "belongsTo"> {
  const ofKey: Test<KeySubjects>[] = [];
  const belongs = (wanted: string | null, read: (subjects: KeySubjects) => string | null) => {
    if (wanted !== null) ofKey.push((subjects) => read(subjects) === wanted);
  };
  belongs(rule.customer_id, (subjects) => subjects.customer);
  belongs(rule.team_id, (subjects) => subjects.team);
  belongs(rule.project_id, (subjects) => subjects.project);
  belongs(rule.api_key_id, (subjects) => subjects.api_key);
  belongs(rule.member_id, (subjects) => subjects.member);
  const tests: Test<Subjects>[] = [...ofKey];
  const equal = (wanted: string | null, read: (subjects: Subjects) => string | null) => {
    if (wanted !== null) tests.push((subjects) => read(subjects) === wanted);
  };
  equal(rule.end_user_id, (subjects) => subjects.end_user);
  equal(rule.provider_id, (subjects) => subjects.provider);
  equal(rule.credential_id, (subjects) => subjects.credential);
  equal(rule.endpoint_id, (subjects) => subjects.endpoint);
  equal(rule.model_tier_id, (subjects) => subjects.tier);
  equal(method?.toUpperCase() ?? null, (subjects) => subjects.method);
  const { tag, model_pattern: model } = rule;
  if (tag !== null) tests.push((subjects) => subjects.tags.includes(tag));
  if (model !== null)
    tests.push((subjects) => subjects.model !== null && matchesModel(model, subjects.slug, subjects.model));
  if (pathPattern !== null) tests.push((subjects) => matchesPattern(pathPattern, subjects.path));
  return {
    matches: (subjects) => tests.every((test) => test(subjects)),
    belongsTo: (subjects) => ofKey.every((test) => test(subjects)),
  };
}
