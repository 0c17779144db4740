export type LedgerPlan = { rounds: number; roundMs: number; warmUpMs: number; manySubjects: number };

export type LedgerOptions = { isJson: boolean; plan: LedgerPlan; isWanted: (ledger: string) => boolean };

const FULL: LedgerPlan = { rounds: 5, roundMs: 1_500, warmUpMs: 2_000, manySubjects: 1_000_000 };
const QUICK: LedgerPlan = { rounds: 1, roundMs: 300, warmUpMs: 200, manySubjects: 20_000 };

/** Throws on a word that it does not know, naming those that it does. */
export function readLedgerOptions(words: readonly string[]): LedgerOptions {
  let only: string[] | null = null;
  for (const word of words) {
    if (word.startsWith("--only=")) only = word.slice("--only=".length).split(",");
    else if (word !== "--json" && word !== "--quick") {
      throw new RangeError(
        `bench:ledger knows --json (one object on the last line), --quick (a smoke) and --only=memory,redis, but not "${word}".`,
      );
    }
  }
  return {
    isJson: words.includes("--json"),
    plan: words.includes("--quick") ? QUICK : FULL,
    isWanted: (name) => only === null || only.includes(name),
  };
}
