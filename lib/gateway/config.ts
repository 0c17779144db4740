/** What the host decides about the gateway. All sizes in bytes, all times in milliseconds. */
export type GatewayConfig = {
  /** Path under which the gateway answers, without a slash at its end. */
  basePath: string;
  maxBodyBytes: number;
  /** Between two pieces of a request's body. */
  bodyIdleTimeoutMs: number;
  /** How long a hold lives without a renewal. */
  leaseMs: number;
  /** Bound of the snapshot cache. */
  snapshotCacheBytes: number;
  /** End users whose own rules are kept, over all workspaces. */
  endUsersKept: number;
  /** Counters that the subjects of one workspace's rules may have at a time; beyond it they share one. */
  subjectsPerWorkspace: number;
  /** All waiting between attempts of one call. */
  maxRetryWaitMs: number;
  /** The longest that one answer may take from its first byte. */
  maxAnswerMs: number;
  /** The page that explains the codes of refusals, one heading a code. */
  docsUrl: string;
  /** Addresses and ranges whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  /** The header in which a trusted proxy names the caller's country. */
  countryHeader: string | null;
  /** The same, set by the platform that this process runs on: nobody else can send it. */
  platformCountryHeader: string | null;
};

export const DEFAULT_GATEWAY_CONFIG: GatewayConfig = {
  basePath: "/api/proxy",
  maxBodyBytes: 25 * 1024 * 1024,
  bodyIdleTimeoutMs: 30_000,
  leaseMs: 30_000,
  snapshotCacheBytes: 64 * 1024 * 1024,
  endUsersKept: 10_000,
  subjectsPerWorkspace: 100_000,
  maxRetryWaitMs: 60_000,
  maxAnswerMs: 3_600_000,
  docsUrl: "/docs/errors",
  trustedProxies: [],
  countryHeader: null,
  platformCountryHeader: null,
};
