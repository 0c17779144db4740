import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LedgerInUse, lockFolder } from "@/lib/adapters/memory/owner-lock";

const Owner = z.object({ pid: z.number() });

/** Takes the state folder for this process. The message of the error names the holder and what to do. */
export function lockHome(stateFolder: string): () => void {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  // As root, the user that Postgres runs as must be able to pass through; what lies inside is closed one by one.
  if (process.getuid?.() === 0 && readdirSync(stateFolder).length === 0) chmodSync(stateFolder, 0o711);
  try {
    return lockFolder(stateFolder);
  } catch (cause) {
    if (!(cause instanceof LedgerInUse)) throw cause;
    const { pid } = Owner.parse(JSON.parse(readFileSync(join(stateFolder, "owner.lock"), "utf8")));
    throw new Error(
      `The state folder ${stateFolder} is in use: Sluice already runs on it as process ${pid}. ` +
        `Use that one, or stop it (kill ${pid}), or start a second one with its own folder and port: ` +
        "SLUICE_HOME=.sluice-2 PORT=3001 npm start",
      { cause },
    );
  }
}
