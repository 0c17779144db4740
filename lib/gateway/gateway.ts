import { Roster } from "@/lib/kernel/roster";
import type { Soon } from "@/lib/kernel/soon";
import type { GatewayDeps, GatewayRuntime } from "./context";
import { createFreshness } from "./freshness";
import { createLeaseKeeper } from "./lease-keeper";
import { handleCall } from "./pipeline";
import { createPriceFinder } from "./pricing/find-price";
import { createRefusalLog } from "./refusal-log";
import type { IncomingRequest, Reply } from "./reply";
import { SubjectCensus } from "./rules/subject-census";
import { createEndUserCache } from "./snapshot/end-user-cache";
import { createSnapshotCache } from "./snapshot/snapshot-cache";
import type { SnapshotCredential } from "./snapshot/snapshot-schema";

export type Gateway = {
  /**
   * Answers one call. The body of the answer must be read to its end or given up by its iterator's `return`: only then
   * is the call settled. Never rejects.
   */
  handle(request: IncomingRequest): Promise<Reply>;
  /** Settles once what follows the answers given so far is with the ledger; refusals may still be counted together. */
  settled(): Promise<void>;
  /** As `settled`, and refusals that are still being counted are written too: for the end of the process. */
  idle(): Promise<void>;
  /** Forgets what was cached of keys and workspaces: the ledger that would say what of it is stale was emptied. */
  forget(): void;
  /** Calls whose answer is still on its way. */
  running(): number;
};

/** The data plane as one function of a request, closed over its ports. */
export function createGateway(deps: GatewayDeps): Gateway {
  const following = new Roster<Promise<void>>();
  const cache = createSnapshotCache(deps.snapshots, deps.clock, deps.config.snapshotCacheBytes);
  const endUsers = createEndUserCache(deps.snapshots, deps.config.endUsersKept);
  const leases = createLeaseKeeper({ ...deps, leaseMs: deps.config.leaseMs });
  const refusals = createRefusalLog(deps);
  const runtime: GatewayRuntime = {
    ...deps,
    cache,
    endUsers,
    census: new SubjectCensus(deps.config.subjectsPerWorkspace),
    leases,
    refusals,
    priceOf: createPriceFinder(),
    secrets: createSecretReader(deps),
    isFresh: createFreshness(deps.ledger),
    track(work) {
      const enrolled = following.enter(work);
      work.then(
        () => following.leave(enrolled),
        (cause: unknown) => {
          following.leave(enrolled);
          deps.report("What follows a call failed.", {}, cause);
        },
      );
    },
  };
  return {
    handle: (request) => handleCall(runtime, request),
    running: () => leases.running(),
    forget() {
      cache.clear();
      endUsers.clear();
    },
    async settled() {
      await Promise.all(following.values());
      await refusals.written();
    },
    async idle() {
      await Promise.all(following.values());
      await refusals.flush();
    },
  };
}

/** Opens each credential once a snapshot: decrypting is too dear for every call. */
function createSecretReader({ secretBox }: GatewayDeps): GatewayRuntime["secrets"] {
  const opened = new WeakMap<SnapshotCredential, Soon<string>>();
  return (credential, workspaceId) => {
    if (credential.secret === null) return null;
    const known = opened.get(credential);
    if (known !== undefined) return known;
    const opening = secretBox.open({ ...credential.secret, workspace_id: workspaceId });
    opened.set(credential, opening);
    opening.then(
      (secret) => opened.set(credential, secret),
      () => opened.delete(credential),
    );
    return opening;
  };
}
