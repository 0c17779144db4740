import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@/lib/adapters/supabase/database.types";
import type { Clock, Randomness } from "@/lib/kernel/clock";
import type { Ledger } from "@/lib/ledger/port";
import type { Scope } from "@/lib/services/rights";
import type { Role } from "@/lib/services/workspaces/schema";

/** Who asks. A management key acts for the member who made it, with the lower of the two rights. */
export type Actor =
  | { kind: "user"; userId: string; sessionId: string }
  | { kind: "management_key"; userId: string; keyId: string };

/** The data API under the actor's own token: policies see who asks. */
export type ActorDatabase = SupabaseClient<Database>;

/** A sealed secret as `secrets` stores it. */
export type SealedFields = { ciphertext: string; iv: string; tag: string; key_id: string; aad_version: number };

export type SecretSealer = {
  /** Encrypts for one credential: what comes out opens nowhere else. */
  sealCredential(place: { workspaceId: string; credentialId: string }, secret: string): SealedFields;
};

export type UpstreamPolicy = {
  /** Why this address can never be dialled for this workspace, as a message for its author; null if it can. */
  refusal(url: URL): Promise<string | null>;
};

/** What a verb outside any workspace works with. */
export type AccountContext = {
  actor: Actor;
  /** What a management key is limited to; null for everything that the role allows. */
  scopes: readonly Scope[] | null;
  requestId: string;
  db: ActorDatabase;
  ledger: Pick<Ledger, "bump" | "balances" | "openHolds" | "adjust">;
  secrets: SecretSealer;
  /** The country of an address (ISO 3166-1 alpha-2), as the gateway knows it; null where nobody can tell. */
  countryOf(address: string): Promise<string | null>;
  clock: Clock;
  random: Randomness;
  /** Hex SHA-256 of the text. */
  sha256Hex(text: string): string;
  /** Tells the operators of a failure that the caller is not told. */
  report(error: unknown, facts: Readonly<Record<string, unknown>>): void;
};

/** What a verb inside a workspace works with; membership has been checked. */
export type ServiceContext = AccountContext & {
  workspaceId: string;
  workspaceSlug: string;
  role: Role;
  upstreams: UpstreamPolicy;
};

/** A verb: scope check, parse, tenant-scoped load, write, answer. */
export type Verb<Input, Output> = (call: { ctx: ServiceContext; input: Input }) => Promise<Output>;
export type AccountVerb<Input, Output> = (call: { ctx: AccountContext; input: Input }) => Promise<Output>;
