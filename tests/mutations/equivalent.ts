/** Changes that no test can tell from the original, and why. */
export type Equivalent = { file: string; code: string; changes: readonly string[]; reason: string };

const MONEY = "lib/kernel/money.ts";
const PERIODS = "lib/kernel/periods.ts";
const ZONES = "lib/kernel/zoned-time.ts";
const BISECTED = "the search for the first instant ends at the same one";
const SLOW_PATH = "the fast path for whole prices gives way to exact fractions, which say the same";
const ESTIMATE = "a first guess: the loops after it step to the right period from anywhere";

/** The share of money, periods and planning. */
export const EQUIVALENT_IN_PLANNING: readonly Equivalent[] = [
  {
    file: "lib/kernel/durations.ts",
    code: 'return text !== undefined && "smhdwMY".includes(text);',
    changes: ["&& to ||"],
    reason: "the expression before lets no other unit through",
  },
  {
    file: MONEY,
    code: "return scale >= 0",
    changes: [">= to >", "0 to 1"],
    reason: "ten to the power of zero is one either way",
  },
  { file: MONEY, code: "if (whole === undefined) {", changes: ["=== to !=="], reason: SLOW_PATH },
  {
    file: MONEY,
    code: "nano % price.denominator === 0n && nano / price.denominator <= MAX_NANO_USD",
    changes: ["% to *", "0n to 1n", "/ to *", "<= to <"],
    reason: SLOW_PATH,
  },
  {
    file: MONEY,
    code: "if (nano === null || !Number.isSafeInteger(count) || count < 0) return null;",
    changes: ["< to <=", "0 to 1"],
    reason: SLOW_PATH,
  },
  {
    file: MONEY,
    code: "if (!Number.isSafeInteger(cost) || !Number.isSafeInteger(sum)) return null;",
    changes: ["! to nothing"],
    reason: SLOW_PATH,
  },
  {
    file: MONEY,
    code: "let denominator = 1n;",
    changes: ["1n to 2n"],
    reason: "a sum of nothing is nothing over any denominator",
  },
  {
    file: MONEY,
    code: "const nano = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / divisor;",
    changes: [">= to >", "0 to 1"],
    reason: "ten to the power of zero is one either way",
  },
  {
    file: PERIODS,
    code: "const AVERAGE_DAYS = { d: 1, w: 7, M: 30.436875, Y: 365.2425 } as const;",
    changes: ["1 to 2", "7 to 8", "30.436875 to 31.436875", "365.2425 to 366.2425"],
    reason: ESTIMATE,
  },
  {
    file: PERIODS,
    code: "if (last && nowMs >= last.current.startMs && nowMs < last.current.endMs) return last;",
    changes: [">= to >"],
    reason: "the answer is worked out anew and is the same",
  },
  { file: PERIODS, code: "return AVERAGE_DAYS[unit] * count;", changes: ["* to /"], reason: ESTIMATE },
  { file: PERIODS, code: "const originMs = stepAt(0);", changes: ["0 to 1"], reason: ESTIMATE },
  {
    file: PERIODS,
    code: "let k = Math.floor((nowMs - originMs) / averageMs);",
    changes: ["floor to ceil"],
    reason: ESTIMATE,
  },
  { file: PERIODS, code: "while (stepAt(k) > nowMs) k -= 1;", changes: ["> to >=", "1 to 2"], reason: ESTIMATE },
  {
    file: PERIODS,
    code: "let after = k + 2;",
    changes: ["+ to -"],
    reason: "the loop after it steps on from anywhere before",
  },
  {
    file: "lib/gateway/rules/compile-rule.ts",
    code: "override === null ? 0 : rule.override_until === null ? Infinity : Date.parse(rule.override_until);",
    changes: ["0 to 1"],
    reason: "the end of no override is never asked for",
  },
  {
    file: "lib/gateway/rules/plan-checks.ts",
    code: "if (bucket !== undefined) return thresholds === undefined ? { ...check, bucket } : { ...check, bucket, thresholds };",
    changes: ["=== to !=="],
    reason: "no budget is a bucket: the thresholds are absent or undefined",
  },
  {
    file: "lib/gateway/rules/estimate-tokens.ts",
    code: "for (let index = 0; index < value.length; index += 1) if (value.charCodeAt(index) > 127) other += 1;",
    changes: ["< to <="],
    reason: "beyond the last character there is no character",
  },
  {
    file: PERIODS,
    code: "const year = Math.floor(months / 12);",
    changes: ["floor to ceil", "/ to *", "12 to 13"],
    reason: "the month makes up for it, and dates carry months over into years",
  },
  { file: ZONES, code: "const MAX_ZONES = 1_000;", changes: ["1_000 to 1001"], reason: "how many are remembered" },
  {
    file: ZONES,
    code: "if (formatters.size >= MAX_ZONES) formatters.clear();",
    changes: [">= to >"],
    reason: "how many are remembered",
  },
  {
    file: ZONES,
    code: "const [earliest, latest] = before < after ? [before, after] : [after, before];",
    changes: ["< to <="],
    reason: "equal ones were answered before",
  },
  {
    file: ZONES,
    code: "if (latest + offsetMs(zone, latest) === shifted) return latest;",
    changes: ["+ to -"],
    reason: BISECTED,
  },
  { file: ZONES, code: "let tooEarly = earliest - 1;", changes: ["- to +", "1 to 2"], reason: BISECTED },
  {
    file: ZONES,
    code: "const middle = Math.floor((tooEarly + lateEnough) / 2);",
    changes: ["floor to ceil"],
    reason: BISECTED,
  },
  {
    file: ZONES,
    code: "if (middle + offsetMs(zone, middle) >= shifted) lateEnough = middle;",
    changes: [">= to >"],
    reason: "inside a gap no clock shows the time itself",
  },
  {
    file: ZONES,
    code: "const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;",
    changes: ["0 to 1", "1 to 2"],
    reason: "a formatter names every part",
  },
  {
    file: "lib/gateway/rules/plan-checks.ts",
    code: "costNanoUsd: Math.max(most.costNanoUsd ?? 0, one.costNanoUsd ?? 0),",
    changes: ["0 to 1"],
    reason: "the most so far is a number from the start; the other one of the line is killed",
  },
];
