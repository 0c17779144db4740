const numbered = (from: number, names: string) =>
  Object.fromEntries(names.split(" ").map((name, index) => [name, String(from + index)]));

/**
 * Names that the Lua is written with, and what is sent for them. A local variable that a function uses costs each call
 * more than what it saves, since a script's functions are made anew whenever it runs.
 */
const NAMES: Readonly<Record<string, string>> = {
  // The fixed keys. Behind them come the keys of what the script is about.
  META: "KEYS[1]",
  EPOCH: "KEYS[2]",
  CELLS: "KEYS[3]",
  PAST: "KEYS[4]",
  INDEX: "KEYS[5]",
  EXPIRY: "KEYS[6]",
  LEASES: "KEYS[7]",
  STREAM: "KEYS[8]",
  FIXED_KEYS: "8",
  MOST: "9007199254740991",
  FOREVER: "9007199254740991",
  DAY_MS: "86400000",
  // A counter as it is stored, in doubles: its own numbers, then its running cell's, then those of the one before, if any.
  HEAD_FORMAT: "'<dddddd'",
  CELL_FORMAT: "'<dddddddd'",
  CELL_AT: "49",
  PREVIOUS_AT: "113",
  // Kinds of checks. From TOKENS on a counter has no periods.
  ...numbered(0, "FIXED SLIDING TOKENS LEAKY SLOTS"),
  // Metrics, and places in lists of amounts, where -1 is unknown.
  ...numbered(1, "REQUESTS INPUT OUTPUT TOTAL PARALLEL COST"),
  METRICS: "6",
  // Places in a check and in the entry of a request that it becomes once it is held: what a call asks of it and what
  // has become of that, then its definition, which many calls share.
  ...numbered(1, "AMOUNT LIST POS GEN FROM ROUND RESERVE E_HELD IS_PAST CANDIDATE"),
  ...numbered(11, "KEY THRESHOLDS KIND METRIC LIMIT CUR_START CUR_END NEXT_START NEXT_END"),
  ...numbered(20, "REFUSES PRIORITY CAPACITY REFILL MAX_WAIT CLAMP"),
  DEFINITION_LENGTH: "15",
  // Places in what was decided of a check.
  ...numbered(1, "D_CHECK D_FROM D_TO D_USED D_HELD D_DEBT D_ALLOWED D_WAIT D_PENDING"),
  // Places in a counter and in its cells. GENERATION tells apart two cells of the same start.
  ...numbered(1, "CELL PREVIOUS C_METRIC OPEN_ENTRIES DEBT DEBT_AT C_REFILL LAST_GEN"),
  ...numbered(1, "GENERATION START END USED HELD CROSSED OPEN WATCHED"),
  // Places in a request. Those up to TOLD, which is how often its amounts were told, begin its numbers as they are
  // stored; then come the amounts told, then of each entry AMOUNT, GEN, FROM, RESERVE and E_HELD.
  ...numbered(1, "CREATED WAIT_MS LEASE_ENDS LEASE_MS WAITING R_ROUND INDEX TOLD"),
  ...numbered(9, "WORKSPACE CHOSEN METERED METERED_BEFORE ENTRIES LISTS OPENING"),
  FIRST_TOLD: "9",
  NUMBERS_OF_ENTRY: "5",
  // Places in the definitions that it is planned with. Each candidate has its id and its checks.
  ...numbered(1, "VERSION_NAMES VERSIONS WORKSPACE_OF_PLAN COMMON CANDIDATES"),
  // An admission's own texts, of those that a call has; places in its plan, which has amounts for each list of checks.
  ...numbered(1, "PLAN_TEXT OPENING_TEXT SUBJECTS_TEXT DEFINITIONS_TEXT WORDS_TEXT"),
  ...numbered(1, "PLAN_LEASE_MS PLAN_TIME PLAN_AMOUNTS"),
  // Places in an answer to one that is admitted.
  ...numbered(5, "PASSED FIRST_NUMBER"),
  // Places in what ended a request. Its charges come next.
  ...numbered(1, "STATE LATE FIRST_CHARGE"),
  ...numbered(0, "IS_SETTLED IS_REAPED IS_RECORDED"),
};

/** The text as it is sent. Names in quotes or behind a dot are somebody else's. */
export function withNames(text: string): string {
  return text.replace(/(?<!['.\w])[A-Z][A-Z_]+(?!['\w])/g, (name) => NAMES[name] ?? name);
}
