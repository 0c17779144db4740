/** Settings under which Redis would lose counters. The message says what to set. */
export class UnfitRedis extends Error {
  override readonly name = "UnfitRedis";
}

/** Rejects with `UnfitRedis` for a Redis that evicts or is a cluster; warns where a restart of it forgets. */
export async function checkSettings(
  info: (section: "server" | "memory" | "cluster" | "persistence") => Promise<string>,
): Promise<{ warnings: readonly string[] }> {
  const facts = new Map<string, string>();
  for (const section of ["memory", "cluster", "persistence"] as const) {
    for (const line of (await info(section)).split("\r\n")) {
      const at = line.indexOf(":");
      if (at > 0) facts.set(line.slice(0, at), line.slice(at + 1));
    }
  }
  const policy = facts.get("maxmemory_policy") ?? "noeviction";
  if (policy !== "noeviction" && facts.get("maxmemory") !== "0") {
    throw new UnfitRedis(
      `Redis may evict counters (maxmemory-policy is ${policy}), and what it evicts is no longer limited. Set maxmemory-policy to noeviction.`,
    );
  }
  if (facts.get("cluster_enabled") === "1") {
    throw new UnfitRedis("Redis runs in cluster mode, which is not supported. Point REDIS_URL at a single server.");
  }
  if (facts.get("aof_enabled") === "1") return { warnings: [] };
  return {
    warnings: [
      "Redis keeps no append-only file: after a restart the counters are rebuilt from the database. Set appendonly to yes.",
    ],
  };
}
