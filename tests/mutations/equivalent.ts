/** Changes that no test can tell from the original, and why. */
export type Equivalent = { file: string; code: string; changes: readonly string[]; reason: string };

const MONEY = "lib/kernel/money.ts";
const PERIODS = "lib/kernel/periods.ts";
const SLOW_PATH = "the fast path for whole prices gives way to exact fractions, which say the same";
const ESTIMATE = "a first guess: the loops after it step to the right period from anywhere";

export const EQUIVALENT: readonly Equivalent[] = [
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
];
