import { ensureBuilt, ensureProcessesBuilt, isBuilt } from "./build.mjs";
import { ensureInstalled, isInstalled } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { fromRoot, requireNode } from "./paths.mjs";

const builders = { none: async () => undefined, processes: ensureProcessesBuilt, all: ensureBuilt };

/**
 * Brings the checkout to where its parts can run. Two starts at once take turns, and the second finds the work done.
 * @param build "all", "processes" (development) or "none"
 */
export async function prepare(build, { force = false } = {}) {
  const isReady = isInstalled() && (build === "none" || (isBuilt() && !force));
  if (!isReady) {
    await withLock(fromRoot("dist", ".lock"), async () => {
      await ensureInstalled();
      requireNode();
      await builders[build]({ force });
    });
  }
  return requireNode();
}
