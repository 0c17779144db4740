import type { Soon } from "@/lib/kernel/soon";
import type { Admission } from "@/lib/ledger/port";
import type { GatewayConfig } from "./config";
import type { ProxyPath } from "./http/proxy-path";
import type { CountedBody } from "./http/read-body";
import type { LeaseKeeper } from "./lease-keeper";
import type {
  Clock,
  Digest,
  Egress,
  ErrorReport,
  FloodGuard,
  Geo,
  Ledger,
  Randomness,
  SecretBox,
  SnapshotSource,
  Timers,
  TokenCounter,
} from "./ports";
import type { ModelPricing, PriceQuery } from "./pricing/find-price";
import type { Dialect, Endpoint, JsonObject } from "./providers/dialect";
import type { RefusalLog } from "./refusal-log";
import type { IncomingRequest } from "./reply";
import type { CheckPlan, Reservation } from "./rules/plan-checks";
import type { SubjectCensus } from "./rules/subject-census";
import type { Subjects } from "./rules/subjects";
import type { CompiledKey } from "./snapshot/compile-snapshot";
import type { CompiledEndUser, EndUserCache } from "./snapshot/end-user-cache";
import type { SnapshotCache } from "./snapshot/snapshot-cache";
import type { SnapshotCredential, SnapshotEndpoint, SnapshotProvider } from "./snapshot/snapshot-schema";
import type { OutputBound } from "./steps/bound-output";

/** What the host gives the gateway. */
export type GatewayDeps = {
  clock: Clock;
  /** Milliseconds that only grow, with fractions: for durations. */
  stopwatch: () => number;
  random: Randomness;
  timers: Timers;
  digest: Digest;
  ledger: Ledger;
  egress: Egress;
  snapshots: SnapshotSource;
  geo: Geo;
  /** Counts the text of streams that were cut; null where a host has no thread for it. */
  tokens: TokenCounter | null;
  /** Counts calls with keys that nobody knows, by address. */
  strangers: FloodGuard;
  secretBox: SecretBox;
  report: ErrorReport;
  config: GatewayConfig;
};

/** The ports and what the gateway keeps between calls. */
export type GatewayRuntime = GatewayDeps & {
  cache: SnapshotCache;
  endUsers: EndUserCache;
  census: SubjectCensus;
  priceOf: (query: PriceQuery) => ModelPricing | null;
  leases: LeaseKeeper;
  refusals: RefusalLog;
  /** The plaintext of a credential, opened once a snapshot. */
  secrets: (credential: SnapshotCredential, workspaceId: string) => Soon<string | null>;
  /** Whether no newer rules exist; rejects with `LedgerUnavailable`. */
  isFresh: (key: CompiledKey, endUser?: CompiledEndUser) => Promise<boolean>;
  /** Keeps the host alive until what follows an answer is done. */
  track: (work: Promise<void>) => void;
};

/** One call, from its head on. */
export type Call = {
  requestId: string;
  request: IncomingRequest;
  startedAtMs: number;
  startedAt: number;
  clientIp: string;
  /** ISO 3166-1 alpha-2, once it was asked for and is known. */
  country: string | null;
};

export type Received = { call: Call; target: ProxyPath; apiKey: string };
export type Identified = Received & { keyHash: string; compiled: CompiledKey };

/** The caller's body once its provider, and so its dialect, is known. */
export type ReadBody =
  | { kind: "none" }
  | { kind: "json"; bytes: Uint8Array; text: string; json: JsonObject }
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "stream"; body: CountedBody };

/** Where a call goes, before rules about it are asked. */
export type Routed = Identified & {
  provider: SnapshotProvider;
  dialect: Dialect;
  endpoint: Endpoint | null;
  /** The endpoint that the provider's owner declared for this path. */
  providerEndpoint: SnapshotEndpoint | null;
  /** The upstream's own path, for rules and records. */
  path: string;
  body: ReadBody;
  requestedModel: string | null;
  model: string | null;
  isStream: boolean;
};

export type Candidate = {
  id: string;
  credential: SnapshotCredential | null;
};

export type Resolved = Routed & {
  candidates: readonly Candidate[];
  pricing: ModelPricing | null;
  /** A model without a price that is let through: its cost stays null. */
  isUnpriced: boolean;
  subjects: Subjects;
};

export type Planned = Resolved & {
  /** Null where nothing can stand against the call's end user by name. */
  endUser: CompiledEndUser | null;
  plan: CheckPlan;
  reservation: Reservation;
  output: OutputBound;
  /** The output bound that the gateway writes into the request, if it does. */
  outputCap: number | null;
};

export type Admitted = Planned & {
  admission: Extract<Admission, { outcome: "admitted" }>;
};
