import type { Equivalent } from "./equivalent";

const DECIDE = "lib/ledger/script/lua/decide.ts";

/** The share of the script in Redis. */
export const EQUIVALENT_IN_SCRIPT: readonly Equivalent[] = [
  {
    file: DECIDE,
    code: "if check[KIND] >= TOKENS then return 0, FOREVER end",
    changes: ["0 to 1"],
    reason: "what never ends is known by its end",
  },
  {
    file: DECIDE,
    code: "local left = max(0, to - now)",
    changes: ["0 to 1"],
    reason: "a period that was picked has a millisecond left",
  },
  {
    file: DECIDE,
    code: "if total <= 0 or left == 0 then return 0 end",
    changes: ["<= to <", "0 to 1"],
    reason: "a part of nothing is nothing",
  },
  {
    file: DECIDE,
    code: "if total * left <= MOST then return ceil(total * left / (to - from)) end",
    changes: ["<= to <"],
    reason: "the longer way says the same",
  },
  {
    file: DECIDE,
    code: "return from, to, used, held, 0",
    changes: ["0 to 1"],
    reason: "only buckets owe, and they returned before",
  },
  {
    file: DECIDE,
    code: "if debt > 0 then wait = check[REFILL] > 0 and ceil(debt / check[REFILL]) or math.huge end",
    changes: ["> to >="],
    reason: "what drains nothing divides to infinity, which is the wait for ever; the other one of the line is killed",
  },
  {
    file: DECIDE,
    code: "if allowed and check[REFUSES] == 1 and checkWait > wait then wait = checkWait end",
    changes: ["> to >="],
    reason: "the same wait is the same wait",
  },
];
