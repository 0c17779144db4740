import type { ByteSource, HeaderList, LeaveSignal } from "./reply";
import type { EndUserFacts, LoadedSnapshot } from "./snapshot/snapshot-schema";

export type { Clock, Randomness } from "@/lib/kernel/clock";
export type { Ledger } from "@/lib/ledger/port";

/** Where a candidate's bytes go. `origin` and `path` are separate so that a path can never change the host. */
export type UpstreamRequest = {
  method: string;
  /** `https://api.openai.com`, without path. */
  origin: string;
  /** Absolute path with query. */
  path: string;
  headers: HeaderList;
  body: Uint8Array | AsyncIterable<Uint8Array> | null;
  /** Until the first byte of the answer's head. */
  headersTimeoutMs: number;
  /** Between two pieces of the answer's body. */
  idleTimeoutMs: number;
  /** The demo workspace, and no other, may dial the embedded demo upstream. */
  isDemoWorkspace: boolean;
};

export type UpstreamReply = {
  status: number;
  headers: HeaderList;
  /** Ends with an error when the upstream cut the answer. Stopping early closes the upstream connection. */
  body: ByteSource;
};

export type UpstreamFailure = {
  failure: "blocked" | "unreachable" | "timeout" | "aborted";
  /** For logs and the record; holds no secret and is never sent to a client verbatim. */
  detail: string;
};

export type Egress = {
  /** Connects only to the address it has checked and follows no redirect. Failure is a value: the caller decides on retry. */
  send(request: UpstreamRequest, signal: LeaveSignal): Promise<UpstreamReply | UpstreamFailure>;
};

/** Versions of workspace parts that the asker has, by workspace: `[global, workspace]`. */
export type KnownWorkspaces = Readonly<Record<string, readonly [number, number]>>;

export type SnapshotSource = {
  /**
   * Loads what is known of a key by the hex SHA-256 of its text; null if there is none. The workspace part is left out
   * where it is known. Rejects when the database cannot answer.
   */
  load(keyHash: string, known: KnownWorkspaces): Promise<LoadedSnapshot | null>;
  /** What stands against one end user; rejects when the database cannot answer. */
  loadEndUser(workspaceId: string, externalId: string): Promise<EndUserFacts>;
};

export type Geo = {
  /** The country of an address, ISO 3166-1 alpha-2; null where it is unknown. A promise only while its data is being loaded. Never fails. */
  countryOf(address: string): string | null | Promise<string | null>;
};

export type FloodVerdict = ({ isAllowed: true } | { isAllowed: false; retryAfterMs: number }) & {
  /** What the store still does about this attempt; the host must outlive it. */
  pending?: Promise<unknown>;
};

/** Counts attempts of subjects that nobody knows yet. Never rejects: what could not be counted is decided by its door. */
export type FloodGuard = {
  admit(subject: string): FloodVerdict | Promise<FloodVerdict>;
  /** Forgets a subject that has proven itself. */
  forget(subject: string): void | Promise<void>;
};

export type SecretBox = {
  /** Opens a sealed credential. Rejects if it was tampered with or its key is unknown; the error names neither. */
  open(sealed: SealedSecret): Promise<string>;
};

/** AES-256-GCM with a 16-byte tag; base64 fields. AAD binds table, row, field, workspace and key id. */
export type SealedSecret = {
  owner_table: string;
  owner_id: string;
  field: string;
  workspace_id: string;
  key_id: string;
  ciphertext: string;
  iv: string;
  tag: string;
  aad_version: number;
};

export type Timers = {
  /** Runs once after the delay; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
};

/** What went wrong where nobody waits for an answer. `context` holds no secret. */
export type ErrorReport = (message: string, context: Readonly<Record<string, unknown>>, cause?: unknown) => void;

export type TokenCounter = {
  /** Whether a model's tokens can be counted at all: where not, no text is kept for it. */
  canCount(model: string): boolean;
  /** How many tokens a text is, off the event loop. Null where nobody can say, now or at all: then an estimate stands. */
  count(text: string, model: string): Promise<number | null>;
};

export type Digest = {
  /** Hex SHA-256 of the text. Synchronous: it is on the hot path. */
  sha256Hex(text: string): string;
};
