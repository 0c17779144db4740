/** Marks of the rules that follow from a row instead of being one. Twelve hexadecimal digits each, in Postgres as well. */
const MARKS = {
  soft: 0x5f_0a_3c_96_e1_d7n,
  quota_requests: 0x2b_91_7e_04_5a_c3n,
  quota_tokens: 0x6c_d2_18_f7_b3_0en,
  quota_spend: 0x11_47_ea_5d_90_26n,
} as const;
type Derived = keyof typeof MARKS;

/**
 * The id of a rule that follows from another row: the row's own with its last twelve digits crossed with a mark. Its own
 * inverse, the same on every process, and as unlikely to meet another id as a random one.
 */
export function derivedId(kind: Derived, id: string): string {
  const tail = BigInt(`0x${id.slice(-12)}`) ^ MARKS[kind];
  return id.slice(0, -12) + tail.toString(16).padStart(12, "0");
}

/** The rule under which the ledger counts a budget's soft amount; from it, the budget again. */
export function softRuleId(budgetId: string): string {
  return derivedId("soft", budgetId);
}
