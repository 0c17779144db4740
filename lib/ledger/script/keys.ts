/** What comes before every key of ours. The braces keep all of them in one slot of a cluster. */
export const DEFAULT_PREFIX = "{sluice}";

/** The consumer group that drains the stream. */
export const DRAIN_GROUP = "drain";

export type LedgerKeys = ReturnType<typeof ledgerKeys>;

/** Every key of a ledger. The fixed ones come first, in the order in which each script takes them. */
export function ledgerKeys(prefix: string = DEFAULT_PREFIX) {
  const key = (name: string) => `${prefix}:${name}`;
  const epoch = key("epoch");
  const stream = key("stream");
  const fixed = [
    key("meta"),
    epoch,
    key("cells"),
    key("past"),
    key("index"),
    key("expiry"),
    key("leases"),
    stream,
  ] as const;
  return {
    prefix,
    epoch,
    stream,
    /** Names the rebuild that is under way. */
    rebuilding: key("rebuilding"),
    fixed,
    request: (requestId: string) => key(`r:${requestId}`),
    adjustment: (id: string) => key(`a:${id}`),
    all: `${prefix.replace(/[*?[\]\\]/g, "\\$&")}:*`,
  };
}

/** Parts a rule's id from a subject in the name of a counter. */
const SEPARATOR = "\u001f";

export function counterKey(ruleId: string, subject: string): string {
  return ruleId + SEPARATOR + subject;
}

export function partsOfCounterKey(key: string): { ruleId: string; subject: string } {
  const at = key.indexOf(SEPARATOR);
  return { ruleId: key.slice(0, at), subject: key.slice(at + 1) };
}

/** All counters of a rule lie between these two, in the order of bytes. */
export function rangeOfRule(ruleId: string): { from: string; to: string } {
  return { from: `[${ruleId}${SEPARATOR}`, to: `(${ruleId}\u0020` };
}
