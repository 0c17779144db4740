/** Files whose arithmetic is altered, and the quick tests that must notice. */
export type Target = {
  name: string;
  files: readonly string[];
  tests: readonly string[];
  /** The text of the script in Redis is altered, and a Redis runs beside the tests. */
  isLua?: boolean;
};

export const TARGETS: readonly Target[] = [
  {
    name: "the ledger's model",
    files: [
      "lib/ledger/model/apply.ts",
      "lib/ledger/model/cells.ts",
      "lib/ledger/model/charges.ts",
      "lib/ledger/model/check.ts",
      "lib/ledger/model/closing.ts",
      "lib/ledger/model/counter-rows.ts",
      "lib/ledger/model/counter-table.ts",
      "lib/ledger/model/counters.ts",
      "lib/ledger/model/decide.ts",
      "lib/ledger/model/hold-changes.ts",
      "lib/ledger/model/ids-by-age.ts",
      "lib/ledger/model/interrupted.ts",
      "lib/ledger/model/model.ts",
      "lib/ledger/model/open-requests.ts",
      "lib/ledger/model/outgoing-queue.ts",
      "lib/ledger/model/queries.ts",
      "lib/ledger/model/rows.ts",
      "lib/ledger/model/settled.ts",
      "lib/ledger/model/shared-values.ts",
      "lib/ledger/model/standing.ts",
      "lib/ledger/model/texts.ts",
      "lib/ledger/model/thresholds.ts",
    ],
    tests: [
      "lib/ledger/model/rows.test.ts",
      "lib/ledger/model/counter-rows.test.ts",
      "lib/ledger/model/counter-table.test.ts",
      "lib/ledger/model/counters.test.ts",
      "lib/ledger/model/evict.test.ts",
      "lib/ledger/model/ids-by-age.test.ts",
      "lib/ledger/model/open-requests.test.ts",
      "lib/ledger/model/outgoing-queue.test.ts",
      "lib/ledger/model/retention.test.ts",
      "lib/ledger/model/settled.test.ts",
      "lib/ledger/model/shrink-closed.test.ts",
      "lib/ledger/model/texts.test.ts",
      "tests/contract/ledger-interrupted.test.ts",
      "tests/mutations/suites/ledger.suite.ts",
    ],
  },
  {
    name: "periods and money",
    files: [
      "lib/kernel/durations.ts",
      "lib/kernel/money.ts",
      "lib/kernel/periods.ts",
      "lib/kernel/rule-periods.ts",
      "lib/kernel/zoned-time.ts",
    ],
    tests: [
      "lib/kernel/money-edges.test.ts",
      "lib/kernel/money.test.ts",
      "lib/kernel/periods-edges.test.ts",
      "lib/kernel/periods.test.ts",
      "lib/kernel/rule-periods.test.ts",
    ],
  },
  {
    name: "the planning of rules",
    files: [
      "lib/gateway/rules/compile-rule.ts",
      "lib/gateway/rules/compile-credit.ts",
      "lib/gateway/rules/plan-checks.ts",
      "lib/gateway/rules/plan-quota.ts",
      "lib/gateway/rules/estimate-tokens.ts",
      "lib/gateway/rules/subjects.ts",
    ],
    tests: [
      "lib/gateway/rules/plan-checks.test.ts",
      "lib/gateway/rules/compile-rule.test.ts",
      "lib/gateway/limit-cases.test.ts",
      "lib/gateway/budgets.test.ts",
    ],
  },
  {
    name: "the script in Redis",
    files: ["lib/ledger/script/lua/cells.ts", "lib/ledger/script/lua/decide.ts", "lib/ledger/script/lua/ends.ts"],
    tests: ["tests/mutations/suites/redis.suite.ts"],
    isLua: true,
  },
];
