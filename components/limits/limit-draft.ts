import { NAMED_COLUMNS } from "@/components/metering/dimension-words";
import { namedSubjects, type Subjects } from "@/components/metering/subject-fields";
import type { CreateRateLimitInput, RateLimit } from "@/lib/services/rate-limits/schema";
import { SUBJECT_COLUMNS, type SubjectChoice } from "@/lib/services/rules/schema";
import type { LimitFacts } from "./limit-sentence";

export const WINDOW_UNITS = ["ms", "s", "m", "h", "d", "w", "M", "Y"] as const;
export type WindowUnit = (typeof WINDOW_UNITS)[number];

/** What the form holds while it is typed: numbers are text. */
export type LimitDraft = {
  name: string;
  description: string;
  subjects: Subjects;
  per: string[];
  pathPattern: string;
  method: string;
  metric: RateLimit["metric"];
  requests: string;
  windowCount: string;
  windowUnit: WindowUnit;
  isAligned: boolean;
  timezone: string;
  strategy: RateLimit["strategy"];
  bucketSize: string;
  refillRate: string;
  maxWaitMs: string;
  priority: string;
  enforcement: RateLimit["enforcement"];
};

const UNIT_MS: Partial<Record<WindowUnit, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** Buckets know no calendar: their days are 24 hours. */
const DAY_MS: Partial<Record<WindowUnit, number>> = { d: 86_400_000, w: 7 * 86_400_000 };

export function newLimitDraft(timezone: string): LimitDraft {
  return {
    name: "",
    description: "",
    subjects: {},
    per: [],
    pathPattern: "",
    method: "",
    metric: "requests",
    requests: "60",
    windowCount: "1",
    windowUnit: "m",
    isAligned: true,
    timezone,
    strategy: "FIXED_WINDOW",
    bucketSize: "",
    refillRate: "",
    maxWaitMs: "",
    priority: "100",
    enforcement: "enforce",
  };
}

export function limitDraftOf(limit: RateLimit): LimitDraft {
  const named = NAMED_COLUMNS.flatMap((column) => (limit[column] === null ? [] : [[column, limit[column]] as const]));
  return {
    name: limit.name,
    description: limit.description ?? "",
    subjects: Object.fromEntries(named),
    per: limit.per.map((dimension) => dimension.replace(/_(?:id|pattern)$/, "")),
    pathPattern: limit.path_pattern ?? "",
    method: limit.method ?? "",
    metric: limit.metric,
    requests: String(limit.requests),
    ...windowOf(limit),
    isAligned: limit.calendar_aligned,
    timezone: limit.timezone,
    strategy: limit.strategy,
    bucketSize: textOf(limit.bucket_size),
    refillRate: textOf(limit.refill_rate),
    maxWaitMs: textOf(limit.max_wait_ms),
    priority: String(limit.priority),
    enforcement: limit.enforcement,
  };
}

export function isBucketStrategy({ strategy, metric }: Pick<LimitDraft, "strategy" | "metric">): boolean {
  return metric !== "concurrency" && (strategy === "TOKEN_BUCKET" || strategy === "LEAKY_BUCKET");
}

/** Whether the window may follow the calendar. */
export function canAlign(draft: LimitDraft): boolean {
  return draft.metric !== "concurrency" && !isBucketStrategy(draft) && UNIT_MS[draft.windowUnit] === undefined;
}

/** Everything is said, so that what was cleared is cleared. */
export function limitInput(draft: LimitDraft): CreateRateLimitInput {
  const isBucket = isBucketStrategy(draft);
  return {
    name: draft.name,
    description: draft.description === "" ? null : draft.description,
    ...Object.fromEntries(SUBJECT_COLUMNS.map((column) => [column, draft.subjects[column] ?? null])),
    per: draft.per as CreateRateLimitInput["per"],
    path_pattern: textOrNull(draft.pathPattern),
    method: textOrNull(draft.method.toUpperCase()),
    metric: draft.metric,
    requests: numberOf(draft.requests),
    ...windowInput(draft),
    timezone: draft.timezone,
    strategy: draft.metric === "concurrency" ? "FIXED_WINDOW" : draft.strategy,
    bucket_size: isBucket ? numberOrNull(draft.bucketSize) : null,
    refill_rate: isBucket ? numberOrNull(draft.refillRate) : null,
    max_wait_ms: isBucket && draft.strategy === "LEAKY_BUCKET" ? numberOrNull(draft.maxWaitMs) : null,
    priority: draft.priority === "" ? 100 : numberOf(draft.priority),
    enforcement: draft.enforcement,
  };
}

/** The draft as the sentence takes it. */
export function limitFacts(draft: LimitDraft, choices: readonly SubjectChoice[]): LimitFacts {
  const input = limitInput(draft);
  return {
    subjects: namedSubjects(draft.subjects, choices),
    per: draft.per,
    path: draft.pathPattern,
    method: draft.method.toUpperCase(),
    metric: draft.metric,
    strategy: input.strategy ?? draft.strategy,
    requests: input.requests,
    window_ms: input.window_ms ?? null,
    duration: input.duration ?? null,
    calendar_aligned: input.calendar_aligned ?? false,
    timezone: draft.timezone,
    bucket_size: input.bucket_size ?? null,
    refill_rate: input.refill_rate ?? null,
    max_wait_ms: input.max_wait_ms ?? null,
    enforcement: draft.enforcement,
  };
}

function windowInput(draft: LimitDraft): Pick<CreateRateLimitInput, "window_ms" | "duration" | "calendar_aligned"> {
  if (draft.metric === "concurrency") return { window_ms: null, duration: null, calendar_aligned: false };
  const isBucket = isBucketStrategy(draft);
  const unitMs = UNIT_MS[draft.windowUnit] ?? (isBucket ? DAY_MS[draft.windowUnit] : undefined);
  if (unitMs !== undefined)
    return { window_ms: numberOf(draft.windowCount) * unitMs, duration: null, calendar_aligned: false };
  const duration = `${draft.windowCount}${draft.windowUnit}`;
  return { window_ms: null, duration, calendar_aligned: !isBucket && draft.isAligned };
}

function windowOf({ window_ms: windowMs, duration }: RateLimit): Pick<LimitDraft, "windowCount" | "windowUnit"> {
  const [, count = "1", letter = "m"] = /^(\d+)([smhdwMY])$/.exec(duration ?? "") ?? [];
  if (duration !== null || windowMs === null)
    return { windowCount: count, windowUnit: WINDOW_UNITS.find((unit) => unit === letter) ?? "m" };
  const unit = (["h", "m", "s"] as const).find((one) => windowMs % (UNIT_MS[one] ?? 1) === 0) ?? "ms";
  return { windowCount: String(windowMs / (UNIT_MS[unit] ?? 1)), windowUnit: unit };
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function numberOrNull(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function textOf(value: number | null): string {
  return value === null ? "" : String(value);
}
