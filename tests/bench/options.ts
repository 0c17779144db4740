export type BenchOptions = {
  isJson: boolean;
  plan: Plan;
  isWanted: (contender: string) => boolean;
};

/** How long one run measures. All times in seconds; rounds alternate between the contenders. */
export type Plan = {
  rounds: number;
  warmUpRounds: number;
  warmUpSeconds: number;
  parallelSeconds: number;
  singleSeconds: number;
  firstBytes: number;
  parallelStreams: number;
};

const FULL: Plan = {
  rounds: 7,
  warmUpRounds: 2,
  warmUpSeconds: 5,
  parallelSeconds: 3,
  singleSeconds: 2,
  firstBytes: 20,
  parallelStreams: 200,
};

const QUICK: Plan = {
  rounds: 1,
  warmUpRounds: 1,
  warmUpSeconds: 1,
  parallelSeconds: 1,
  singleSeconds: 1,
  firstBytes: 4,
  parallelStreams: 20,
};

/** Installed or built at their first run: a smoke does not wait for them unless they are named. */
const SLOW_TO_PREPARE: ReadonlySet<string> = new Set(["portkey", "next_bare"]);

/** Throws on a word that it does not know, naming those that it does. */
export function readOptions(words: readonly string[]): BenchOptions {
  let only: string[] | null = null;
  for (const word of words) {
    if (word.startsWith("--only=")) only = withLedger(word.slice("--only=".length).split(","));
    else if (word !== "--json" && word !== "--quick") {
      throw new RangeError(
        `bench knows --json (one object on the last line), --quick (a smoke) and --only=bare,node, but not "${word}".`,
      );
    }
  }
  const isQuick = words.includes("--quick");
  return {
    isJson: words.includes("--json"),
    plan: isQuick ? QUICK : FULL,
    isWanted: (name) => (only === null ? !(isQuick && SLOW_TO_PREPARE.has(name)) : only.includes(name)),
  };
}

/** `next` asks the ledger of `node` and cannot do without it. */
function withLedger(only: readonly string[]): string[] {
  return only.includes("next") ? [...only, "node"] : [...only];
}
