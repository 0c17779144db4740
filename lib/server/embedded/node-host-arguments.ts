import { join } from "node:path";

/**
 * A call leaves some 40 kB behind and hardly anything that stays. A young generation that is large from the start is
 * collected rarely and finds nearly all of it dead; one that begins small carries calls under way into the old one.
 */
const YOUNG_GENERATION_MB = 64;

/** What Node is given to run the Node host as the project under `root` has built it. */
export function nodeHostArguments(root: string): readonly string[] {
  return [
    "--enable-source-maps",
    `--min-semi-space-size=${YOUNG_GENERATION_MB}`,
    `--max-semi-space-size=${YOUNG_GENERATION_MB}`,
    join(root, "dist/node-host.mjs"),
  ];
}
