import type { Check } from "@/lib/ledger/rules";

/** Whether all but whom, how much and when is the same. Thresholds and buckets are compared as the objects that a snapshot shares. */
export function isSameRule(a: Check, b: Check): boolean {
  return (
    a.limit === b.limit &&
    a.bucket === b.bucket &&
    a.thresholds === b.thresholds &&
    a.kind === b.kind &&
    a.metric === b.metric &&
    a.strategy === b.strategy &&
    a.enforcement === b.enforcement &&
    a.hard === b.hard &&
    a.priority === b.priority &&
    a.scope === b.scope &&
    a.name === b.name
  );
}
