import { InvalidPeriod, parseDuration } from "@/lib/kernel/durations";
import { AppError } from "@/lib/kernel/errors";
import type { Periods } from "@/lib/kernel/periods";
import { requireZone } from "@/lib/kernel/zoned-time";

type Plan = { timezone: string; duration: string | null; calendar_aligned: boolean };

/** Compiles the periods of a rule, or throws `invalid_input` at the field that makes them impossible. */
export function requirePeriods(plan: Plan, compile: () => Periods, path = ""): Periods {
  attempt(`${path}timezone`, () => requireZone(plan.timezone));
  if (plan.duration !== null) attempt(`${path}duration`, () => parseDuration(plan.duration ?? ""));
  return attempt(path + (plan.calendar_aligned ? "calendar_aligned" : "duration"), compile);
}

function attempt<Result>(field: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof InvalidPeriod)) throw cause;
    throw new AppError("invalid_input", `Check ${field}.`, { cause, fieldErrors: { [field]: cause.message } });
  }
}
